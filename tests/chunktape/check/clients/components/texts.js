// The texts of a chunk that holds whole events.
exports.textsOf = (buffer) => decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(buffer)))).split('\n\n').filter((one) => one.startsWith('data: {'))
  .map((one) => JSON.parse(one.slice(6)).choices[0]?.delta?.content ?? '');
