import './is_not_there.mjs'; export function create(onText) { return { push: onText }; }
