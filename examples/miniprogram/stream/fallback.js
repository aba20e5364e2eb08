// One stream at the first of several URLs that does not answer 404. The same API lives under /v1/chat/completions at
// OpenAI and under /chat/completions at DeepSeek, and a player knows only what was recorded.
// 依次请求几个地址，遇到 404 就换下一个：OpenAI 的路径是 /v1/chat/completions，DeepSeek 是 /chat/completions，
// 而播放器只认识录制过的路径。
//
//   const stream = openFirst({ urls, data, header, onOpen, onEvent, onEnd });
//
// The options are those of openStream, with `urls` for `url`; onEnd also says which `url` it was.
// 参数与 openStream 相同，只是用 urls 代替 url；onEnd 里的 url 是最后请求的那个。

const { openStream } = require('./stream.js');

function openFirst(options) {
  const { urls } = options;
  let current = null;

  function open(at) {
    const isLast = at === urls.length - 1;
    current = openStream(Object.assign({}, options, {
      url: urls[at],
      onOpen(head) {
        if (options.onOpen && (isLast || head.statusCode !== 404)) {
          options.onOpen(head);
        }
      },
      onEnd(end) {
        if (!isLast && end.reason === 'http' && end.statusCode === 404) {
          open(at + 1);
        } else if (options.onEnd) {
          options.onEnd(Object.assign({ url: urls[at] }, end));
        }
      },
    }));
  }

  open(0);
  return {
    abort() {
      current.abort();
    },
  };
}

module.exports = { openFirst };
