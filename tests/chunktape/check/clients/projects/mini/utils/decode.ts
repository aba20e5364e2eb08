export function decode(data: ArrayBuffer): string {
  return `typed ${data.byteLength}`
}
