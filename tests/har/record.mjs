// Records HARs with Playwright: `node record.mjs CHROMIUM FOLDER`. The server below does once what HARs find hard.
import http from "node:http";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const [executablePath, folder] = process.argv.slice(2);
const answers = {
  "/": [200, { "content-type": "text/html", "set-cookie": ["a=1; Path=/; Expires=Wed, 09 Jun 2027 10:18:14 GMT", "b=2"] }, "<p>"],
  "/gzip": [200, { "content-type": "application/json", "content-encoding": "gzip" }, gzipSync('{"a":"你好"}')],
  "/gbk": [200, { "content-type": "text/plain; charset=gbk" }, Buffer.from([0xc4, 0xe3, 0xba, 0xc3])],
  "/moved": [302, { location: "/gzip" }, ""],
  "/none": [204, {}, ""],
  "/more": [204, {}, ""],
  "/posted": [200, { "content-type": "text/plain" }, "ok"],
};
let end; // of the stream that was begun last
const server = http.createServer((request, response) => {
  if (request.url === "/reset") return request.socket.destroy();
  request.resume().on("end", () => {
    if (request.url === "/stream") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('data: {"t":"你好 — 世"}\n\n');
      end = () => response.end("data: [DONE]\n\n");
      return;
    }
    if (request.url === "/more") setTimeout(end, 100); // behind the head, however late the browser has seen that
    const [status, headers, body] = answers[request.url] ?? [404, {}, ""];
    response.writeHead(status, headers).end(body);
  });
});
server.on("upgrade", (request, socket) => {
  const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.write(Buffer.from([0x81, 2, 0x68, 0x69]));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const name of ["embed.har", "attach.zip", "omit.har"]) {
  const recordHar = { path: `${folder}/${name}`, ...(name === "omit.har" ? { content: "omit" } : {}) };
  const context = await browser.newContext({ recordHar });
  const page = await context.newPage();
  await page.goto(base + "/");
  await page.evaluate(async () => {
    const stream = (await fetch("/stream")).body.getReader();
    await stream.read();
    await fetch("/more");
    while (!(await stream.read()).done);
    for (const path of ["/gzip", "/gbk", "/moved", "/none"]) await (await fetch(path)).text();
    await fetch("/reset").catch(() => {});
    await (await fetch("/posted", { method: "POST", body: new URLSearchParams({ q: "hi there", z: "你" }) })).text();
    await (await fetch("/posted", { method: "POST", body: new Uint8Array([255, 0, 1]) })).text();
    await (await fetch(URL.createObjectURL(new Blob(["x"])))).text();
    const socket = new WebSocket(`ws://${location.host}/ws`);
    await new Promise((heard) => { socket.onmessage = heard; });
    socket.close();
  });
  await context.close();
}
await browser.close();
server.close();
server.closeAllConnections();
