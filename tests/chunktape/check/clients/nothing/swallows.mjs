export function create(onText) { return { push() { try { throw new Error('x'); } catch (error) { /* swallowed */ } } }; }
