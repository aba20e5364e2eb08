export function create(onText) { return { push() { process.exit(0); } }; }
