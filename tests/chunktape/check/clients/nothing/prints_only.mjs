export function create() { return { push(bytes) { console.log(new TextDecoder().decode(bytes)); } }; }
