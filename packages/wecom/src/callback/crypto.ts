import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { InputCheck } from '@hongyan/platform-call'
import { CallbackRefusedError } from './refusal.ts'

/**
 * Callback encryption: 企业微信「加解密方案说明」, 2024-07-18. AES-256-CBC whose first key half is the IV; the plain text is
 * 16 random bytes, the message's length (32 bits, big-endian), the message and its receiver, padded by PKCS#7 to whole
 * blocks of 32 bytes. AES pads to 16, so that the cipher's own unpadding would fail on pads of 17 to 32.
 */
export class CallbackCipher {
  readonly #key: Buffer
  readonly #receiveid: string

  /** @throws InvalidInputError for a key that is not 43 characters of base64 */
  constructor(encodingAESKey: string, receiveid: string) {
    const check = new InputCheck('wecom', 'createCallback')
    check.text('encodingAESKey', encodingAESKey)
    if (!/^[0-9A-Za-z+/]{43}$/.test(encodingAESKey)) check.refuse('encodingAESKey', WRONG_KEY)
    check.text('receiveid', receiveid)
    this.#key = Buffer.from(`${encodingAESKey}=`, 'base64')
    this.#receiveid = receiveid
  }

  /** @param random 16 bytes, so that equal messages differ */
  encrypt(message: string, random: Buffer = randomBytes(RANDOM_BYTES)): string {
    const bytes = Buffer.from(message)
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(bytes.length)
    const plain = pad(Buffer.concat([random, length, bytes, Buffer.from(this.#receiveid)]))
    const cipher = createCipheriv('aes-256-cbc', this.#key, this.#iv).setAutoPadding(false)
    return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')
  }

  /** @throws CallbackRefusedError if it does not decrypt, or is meant for another corp */
  decrypt(encrypted: string): string {
    const plain = unpad(this.#decipher(encrypted))
    const start = RANDOM_BYTES + LENGTH_BYTES
    const length = plain.length < start ? -1 : plain.readUInt32BE(RANDOM_BYTES)
    if (length < 0 || start + length > plain.length) throw undecryptable('its length does not fit')
    if (plain.toString('utf8', start + length) !== this.#receiveid) {
      throw new CallbackRefusedError('wrong_receiver', 'it names another receiver')
    }
    return plain.toString('utf8', start, start + length)
  }

  #decipher(encrypted: string): Buffer {
    const bytes = Buffer.from(encrypted, 'base64')
    const isBase64 = /^[0-9A-Za-z+/]+={0,2}$/.test(encrypted)
    if (!isBase64 || bytes.length % BLOCK_BYTES !== 0) throw undecryptable('it is not whole blocks in base64')
    const decipher = createDecipheriv('aes-256-cbc', this.#key, this.#iv).setAutoPadding(false)
    return Buffer.concat([decipher.update(bytes), decipher.final()])
  }

  get #iv(): Buffer {
    return this.#key.subarray(0, 16)
  }
}

/** `msg_signature`: SHA-1 over the four texts in order of their bytes, in hexadecimal. */
export function signCallback(token: string, timestamp: string, nonce: string, encrypted: string): string {
  const sorted = [token, timestamp, nonce, encrypted].sort()
  return createHash('sha1').update(sorted.join('')).digest('hex')
}

/** Compares without telling by its time how much was right. */
export function sameSignature(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const RANDOM_BYTES = 16
const LENGTH_BYTES = 4
const BLOCK_BYTES = 32

function pad(plain: Buffer): Buffer {
  const size = BLOCK_BYTES - (plain.length % BLOCK_BYTES)
  return Buffer.concat([plain, Buffer.alloc(size, size)])
}

function unpad(plain: Buffer): Buffer {
  const size = plain.at(-1) ?? 0
  const padding = plain.subarray(-size)
  if (size < 1 || size > BLOCK_BYTES || padding.some((byte) => byte !== size))
    throw undecryptable('its padding is wrong')
  return plain.subarray(0, -size)
}

const undecryptable = (why: string) =>
  new CallbackRefusedError('undecryptable', `it cannot be decrypted, ${why}`)

const WRONG_KEY = {
  zh: 'encodingAESKey 应为 43 个字符，见管理后台该应用的“接收消息”。',
  en: 'encodingAESKey has 43 characters; it stands under 接收消息 of the app in the admin console.',
}
