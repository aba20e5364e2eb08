// Right: shows what has come when nothing has come for a while, or at the end.
const { createDebounced } = require('./chat.js');

exports.ask = createDebounced((held) => held.show());
