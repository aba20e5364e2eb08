/** Bytes to text, with what a chunk cut off carried over to the next one. */
export class Utf8 {
  private rest: number[] = []

  push(bytes: Uint8Array): string {
    const all = [...this.rest, ...bytes]
    let end = all.length
    for (let back = 1; back <= Math.min(3, all.length); back += 1) {
      const byte = all[all.length - back]
      if (byte >= 0xc0) {
        const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
        if (size > back) end = all.length - back
        break
      }
      if (byte < 0x80) break
    }
    this.rest = all.slice(end)
    return decodeURIComponent(all.slice(0, end).map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  }
}
