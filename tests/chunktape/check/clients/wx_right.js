// Right: a character that is cut waits for its other bytes.
module.exports = { ask: require('./wx_client.js')(true) };
