/** How an AMR file begins (RFC 4867, section 5). */
const MAGIC = Buffer.from('#!AMR\n')
/** Bytes of a frame behind its header byte, by frame type; the types between have no fixed length. */
const FRAME_BYTES: Readonly<Record<number, number>> = {
  0: 12,
  1: 13,
  2: 15,
  3: 17,
  4: 19,
  5: 20,
  6: 26,
  7: 31,
  8: 5,
  15: 0,
}
const FRAME_MS = 20

export function isAmr(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC)
}

/** How long a recording plays, as far as its frames can be read. */
export function amrDurationMs(bytes: Buffer): number {
  let frames = 0
  let at = MAGIC.length
  while (at < bytes.length) {
    const length = FRAME_BYTES[((bytes[at] ?? 0) >> 3) & 0x0f]
    if (length === undefined) break
    frames++
    at += 1 + length
  }
  return frames * FRAME_MS
}
