// Wrong: shows what has come when nothing has come for a while; the end loses what is held.
const { createDebounced } = require('./chat.js');

exports.ask = createDebounced((held) => held.drop());
