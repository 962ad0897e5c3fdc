/** The longest beginning of `text` that fits into so many UTF-8 bytes; no character is split. */
export function cutBytes(text: string, bytes: number): string {
  const encoded = Buffer.from(text, 'utf8')
  if (encoded.length <= bytes) return text
  let end = bytes
  while (end > 0 && isContinuation(encoded[end])) end--
  return encoded.subarray(0, end).toString('utf8')
}

/** The first `count` characters; one outside the basic plane (many emoji) counts once and is not split. */
export function cutCharacters(text: string, count: number): string {
  if (text.length <= count) return text
  return Array.from(text).slice(0, count).join('')
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** UTF-8 continues a character with bytes of the form 10xxxxxx. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
