// Asks for each URL of standard input (JSON: {"kind": "http" | "fetch", "urls": [...]}), one after the other, and
// prints what came: JSON, per URL the lengths of the pieces, the body's SHA-256, and the headers.
import { createHash } from "node:crypto";
import http from "node:http";

let text = "";
for await (const part of process.stdin) text += part;
const { kind, urls } = JSON.parse(text);

const agent = new http.Agent({ keepAlive: true });

function overHttp(url) {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent }, (response) => {
        const pieces = [];
        response.on("data", (piece) => pieces.push(piece));
        response.on("end", () => resolve([pieces, response.headers]));
        response.on("error", reject);
      })
      .on("error", reject);
  });
}

async function overFetch(url) {
  const response = await fetch(url, { headers: { Referer: "https://servicewechat.com/wx0/devtools/page-frame.html" } });
  const pieces = [];
  for await (const piece of response.body) pieces.push(piece);
  return [pieces, Object.fromEntries(response.headers)];
}

const answers = [];
for (const url of urls) {
  const [pieces, headers] = await (kind === "http" ? overHttp(url) : overFetch(url));
  const digest = createHash("sha256");
  for (const piece of pieces) digest.update(piece);
  answers.push({ lengths: pieces.map((piece) => piece.length), digest: digest.digest("hex"), headers });
}
agent.destroy();
console.log(JSON.stringify(answers));
