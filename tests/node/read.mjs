// Reads cassettes with nothing of chunktape: prints the interactions of each file as one line of JSON (bytes in hex).
import { readFileSync } from "node:fs";
import { decode, decodeMulti } from "@msgpack/msgpack";

const crc32 = (bytes) => ~bytes.reduce((crc, byte) => {
  for (crc ^= byte, byte = 0; byte < 8; byte++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  return crc;
}, ~0) >>> 0;

const asJson = (_, value) => value instanceof Uint8Array ? Buffer.from(value).toString("hex")
  : typeof value === "bigint" || typeof value === "number" ? String(value) : value;

for (const path of process.argv.slice(2)) {
  const interactions = {};
  for (const [body, crc] of decodeMulti(new Uint8Array(readFileSync(path)), { useBigInt64: true })) {
    if (crc32(body) !== Number(crc)) break; // damaged: what stands before is whole
    const [kind, number, ...fields] = decode(body, { useBigInt64: true });
    if (kind === "request") interactions[number] = { request: fields, head: null, chunks: [], end: null };
    else if (kind === "chunk") interactions[number].chunks.push(fields);
    else if (kind === "head" || kind === "end") interactions[number][kind] = fields;
  }
  console.log(JSON.stringify(interactions, asJson));
}
