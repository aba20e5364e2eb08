// An HTTP/2 server, over TLS with a key and a certificate as arguments, else with prior knowledge. Prints its port.
import { readFileSync } from "node:fs";
import http2 from "node:http2";

const [key, cert] = process.argv.slice(2);
const server = key ? http2.createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }) : http2.createServer();
server.on("stream", (stream, headers) => {
  if (headers[":path"] === "/hints") stream.additionalHeaders({ ":status": 103, link: "</a>" });
  if (headers[":path"] === "/none") return stream.respond({ ":status": 204 }, { endStream: true });
  stream.respond({ ":status": 200, "content-type": "text/event-stream" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "x-t": "v" }));
  stream.write("data: 你\n\n");
  setTimeout(() => stream.end("data: b\n\n"), 50);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
