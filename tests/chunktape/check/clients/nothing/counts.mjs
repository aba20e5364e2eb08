export function create(onText) { return { push(bytes) { onText(bytes.length); } }; }
