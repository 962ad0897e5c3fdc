import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { InputCheck } from '@hongyan/platform-call'

/** The three values of an event subscription. Source: 钉钉「回调事件消息体加解密」, 2026-08-22. */
export interface CallbackSecrets {
  /** As entered in the developer console: 3 to 32 letters and digits. */
  readonly token: string
  /** 43 letters and digits (`aes_key`). */
  readonly encodingAesKey: string
  /**
   * For whom is encrypted: the app's AppKey if the subscription was made in the developer console, the CorpId if by the
   * older interface, a third-party app's SuiteKey.
   */
  readonly ownerKey: string
}

/** What a sealed message holds. */
export interface Opened {
  readonly text: string
  readonly ownerKey: string
}

/** Seals and opens what goes between DingTalk and an event subscription. */
export interface CallbackCrypto {
  /** SHA-1 over the four parts in order of their characters, in lower-case hex. */
  sign(timestamp: string, nonce: string, encrypt: string): string
  /** Undefined if it is not what this key sealed. Says for whom it was, without judging. */
  open(encrypt: string): Opened | undefined
  seal(text: string): string
}

/** @throws InvalidInputError if the key has not 43 letters and digits, or one of the others is missing */
export function createCallbackCrypto({ token, encodingAesKey, ownerKey }: CallbackSecrets): CallbackCrypto {
  const check = new InputCheck('dingtalk', 'createCallbackCrypto')
  check.text('token', token)
  check.text('ownerKey', ownerKey)
  check.text('encodingAesKey', encodingAesKey)
  if (!/^[0-9a-zA-Z]{43}$/.test(encodingAesKey)) check.refuse('encodingAesKey', NO_KEY)
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const iv = key.subarray(0, IV_BYTES)
  return {
    sign: (...parts) =>
      createHash('sha1')
        .update([token, ...parts].sort().join(''))
        .digest('hex'),

    open(encrypt) {
      const sealed = Buffer.from(encrypt, 'base64')
      if (sealed.length === 0 || sealed.length % CIPHER_BLOCK_BYTES !== 0) return undefined
      const decipher = createDecipheriv(CIPHER, key, iv).setAutoPadding(false)
      return readPlaintext(Buffer.concat([decipher.update(sealed), decipher.final()]))
    },

    seal(text) {
      const message = Buffer.from(text)
      const length = Buffer.alloc(LENGTH_BYTES)
      length.writeUInt32BE(message.length)
      const plain = Buffer.concat([randomBytes(RANDOM_BYTES), length, message, Buffer.from(ownerKey)])
      const cipher = createCipheriv(CIPHER, key, iv).setAutoPadding(false)
      return Buffer.concat([cipher.update(pad(plain)), cipher.final()]).toString('base64')
    },
  }
}

/** random(16) + length(4) + message + ownerKey, padded. */
function readPlaintext(padded: Buffer): Opened | undefined {
  const plain = unpad(padded)
  if (!plain || plain.length < MESSAGE_AT) return undefined
  const end = MESSAGE_AT + plain.readUInt32BE(RANDOM_BYTES)
  if (end > plain.length) return undefined
  return { text: plain.toString('utf8', MESSAGE_AT, end), ownerKey: plain.toString('utf8', end) }
}

/** PKCS #7 in blocks of 32, though the cipher's own are of 16: up to 32 bytes are padding, which libraries refuse. */
function pad(plain: Buffer): Buffer {
  const missing = PADDING_BLOCK_BYTES - (plain.length % PADDING_BLOCK_BYTES)
  return Buffer.concat([plain, Buffer.alloc(missing, missing)])
}

function unpad(padded: Buffer): Buffer | undefined {
  const count = padded.at(-1) ?? 0
  if (count < 1 || count > PADDING_BLOCK_BYTES || count > padded.length) return undefined
  const end = padded.length - count
  return padded.subarray(end).every((byte) => byte === count) ? padded.subarray(0, end) : undefined
}

const CIPHER = 'aes-256-cbc'
const IV_BYTES = 16
const CIPHER_BLOCK_BYTES = 16
const PADDING_BLOCK_BYTES = 32
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4
const MESSAGE_AT = RANDOM_BYTES + LENGTH_BYTES

const NO_KEY = {
  zh: 'encodingAesKey（aes_key）应为 43 位字母或数字，请从开发者后台「事件订阅」复制。',
  en: 'encodingAesKey (aes_key) is 43 letters and digits: copy it from the event subscription in the developer console.',
}
