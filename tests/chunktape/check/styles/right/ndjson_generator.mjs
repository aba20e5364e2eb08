// Right: records of NDJSON out of bytes, in a generator.
export async function* records(chunks) {
  let held = new Uint8Array(0);
  for await (const chunk of chunks) {
    const all = new Uint8Array(held.length + chunk.length);
    all.set(held); all.set(chunk, held.length);
    let from = 0;
    for (let at = all.indexOf(10, held.length); at >= 0; at = all.indexOf(10, from)) {
      const text = new TextDecoder().decode(all.subarray(from, at)).trim();
      if (text) yield JSON.parse(text);
      from = at + 1;
    }
    held = all.slice(from);
  }
  const last = new TextDecoder().decode(held).trim();
  if (last) yield JSON.parse(last);
}
