export function create() { return { push() {}, end() {} }; }
