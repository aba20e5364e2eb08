// A request over HTTP/1.1 with Node's own client, for `wx.mjs` with a real server.

import http from 'node:http';

// `on` has head(status, rawHeaders), data(buffer), end(), error(error) and close(); none is called before this returns.
export function sendOverHttp({ url, method, headers, body }, on) {
  const sent = http.request(url, { method, agent: false, headers });
  sent.on('response', (response) => {
    on.head(response.statusCode, response.rawHeaders);
    response.on('data', on.data);
    response.on('end', on.end);
    response.on('error', on.error);
  });
  sent.on('error', on.error);
  sent.on('close', on.close);
  sent.end(body);
  return { destroy: () => sent.destroy() };
}
