// Feeds the parser every plan of a chunktape vectors file:
//   chunktape plan chat.cassette --exhaust structural --vectors vectors.json && npm test
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EventParser } from "./parser.js";

const file = process.env.VECTORS ?? "vectors.json";
const { body, expected, plans } = JSON.parse(readFileSync(file, "utf8"));
const bytes = new Uint8Array(Buffer.from(body, "base64"));

function read(cuts) {
  const events = [];
  const parser = new EventParser((event) => events.push(event));
  let start = 0;
  for (const end of [...cuts, bytes.length]) {
    parser.push(bytes.subarray(start, end));
    start = end;
  }
  parser.end();
  return events;
}

describe(file, () => {
  test.each(plans)("$spec", ({ cuts }) => {
    expect(read(cuts)).toEqual(expected.events);
  });
});
