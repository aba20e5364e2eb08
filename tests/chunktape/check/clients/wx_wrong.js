// Wrong: each piece is decoded by itself.
module.exports = { ask: require('./wx_client.js')(false) };
