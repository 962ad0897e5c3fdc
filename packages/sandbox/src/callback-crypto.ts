import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/**
 * 《加解密方案说明》, developer.work.weixin.qq.com/document/path/90968, 2024-07-18: AES-256-CBC, the IV being the
 * key's first 16 bytes. Padding goes to multiples of 32 bytes, so the cipher's own, to multiples of 16, stays off.
 */
const BLOCK_BYTES = 32
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4
const ALGORITHM = 'aes-256-cbc'

/** `random` has 16 bytes. */
export function encrypt(aesKey: string, text: string, receiver: string, random: string): string {
  const key = keyOf(aesKey)
  const message = Buffer.from(text)
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([Buffer.from(random), length, message, Buffer.from(receiver)])
  const padding = BLOCK_BYTES - (plain.length % BLOCK_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)])
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}

/** Undefined if it cannot have been made by somebody with the key for this receiver. */
export function decrypt(aesKey: string, encrypted: string, receiver: string): string | undefined {
  const key = keyOf(aesKey)
  const bytes = Buffer.from(encrypted, 'base64')
  if (bytes.length === 0 || bytes.length % BLOCK_BYTES !== 0) return undefined
  const decipher = createDecipheriv(ALGORITHM, key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()])
  const padding = padded.at(-1) ?? 0
  if (padding < 1 || padding > BLOCK_BYTES) return undefined
  const plain = padded.subarray(0, padded.length - padding)
  if (plain.length < RANDOM_BYTES + LENGTH_BYTES) return undefined
  const begin = RANDOM_BYTES + LENGTH_BYTES
  const end = begin + plain.readUInt32BE(RANDOM_BYTES)
  if (end > plain.length || plain.subarray(end).toString() !== receiver) return undefined
  return plain.subarray(begin, end).toString()
}

/** Lower-case hex of SHA-1 over the sorted parts. */
export function sign(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex')
}

export function isSignedBy(signature: string, ...parts: readonly string[]): boolean {
  const [given, wanted] = [Buffer.from(signature), Buffer.from(sign(...parts))]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function keyOf(aesKey: string): Buffer {
  return Buffer.from(`${aesKey}=`, 'base64')
}
