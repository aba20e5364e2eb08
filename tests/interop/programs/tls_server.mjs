// An https server of Node's own: four ways for a response of 4 MB to end. Prints its port.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";

const pem = readFileSync(process.argv[2]);
const body = createHash("shake256", { outputLength: 4_000_000 }).update("node").digest();

const server = createServer({ key: pem, cert: pem }, (request, response) => {
  response.setHeader("Connection", "close");
  switch (request.url) {
    case "/length":
      response.setHeader("Content-Length", body.length);
      response.end(body);
      break;
    case "/chunked":
      for (let at = 0; at < body.length; at += 50_000) response.write(body.subarray(at, at + 50_000));
      response.end();
      break;
    case "/close":
      response.useChunkedEncodingByDefault = false;
      response.end(body);
      break;
    default: // the socket goes away below TLS
      response.useChunkedEncodingByDefault = false;
      response.removeHeader("Connection");
      response.write(body, () => setTimeout(() => request.socket.destroy(), 200));
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
