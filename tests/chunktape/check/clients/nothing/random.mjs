export function create(onText) { return { push() { onText(String(Math.random())); } }; }
