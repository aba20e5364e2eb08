// A player in twelve lines of Node: absolute deadlines, whole milliseconds rounded up. node node_player.js SCHEDULE PORT
const http = require("node:http");
const rows = JSON.parse(require("node:fs").readFileSync(process.argv[2])).map(([at, n]) => [at, Buffer.alloc(n, "x")]);
http.createServer((request, response) => {
  const start = performance.now(), timed = request.url !== "/max";
  const step = (k) => {
    const now = performance.now() - start;
    while (k < rows.length && !(timed && rows[k][0] > now)) response.write(rows[k++][1]);
    if (k < rows.length) setTimeout(step, Math.ceil(rows[k][0] - now), k); else response.end();
  };
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  step(0);
}).listen(Number(process.argv[3]), "127.0.0.1");
