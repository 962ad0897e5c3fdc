import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Seals the secrets that the store keeps, so that a copy of the database gives none of them away. */
export interface SecretCodec {
  /** `place` says what the secret belongs to, for example `app|hr-ding|appSecret`; it opens nowhere else. */
  seal(secret: string, place: string): Buffer
  /** @throws SealError if the blob was sealed under another key, for another place, or was changed. */
  open(blob: Uint8Array, place: string): string
}

export class SealError extends Error {
  override readonly name = 'SealError'
}

export interface RingKey {
  /** Stands in every blob, so that a ring of several keys knows which one opens it. */
  readonly id: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

/**
 * AES-256-GCM under a ring of keys. The last key seals; the ones before it only open what they sealed, until it has
 * been sealed anew.
 *
 * A blob is: format (1 byte) · length of the key's id (1 byte) · id · nonce (12) · tag (16) · ciphertext. Nonces are
 * random, which NIST SP 800-38D (2007, section 8.3) allows for 2³² secrets under one key.
 */
export class KeyRing implements SecretCodec {
  readonly #keys: ReadonlyMap<string, Uint8Array>
  readonly #current: RingKey

  constructor(keys: readonly RingKey[]) {
    const current = keys.at(-1)
    if (!current) throw new SealError('The key ring is empty.')
    for (const { id, key } of keys) {
      if (key.length !== KEY_BYTES)
        throw new SealError(`Key ${id} has ${key.length} bytes, not ${KEY_BYTES}.`)
    }
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]))
    this.#current = current
  }

  seal(secret: string, place: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, this.#current.key, nonce)
    const id = Buffer.from(this.#current.id)
    cipher.setAAD(boundTo(id, place))
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.of(FORMAT, id.length), id, nonce, cipher.getAuthTag(), sealed])
  }

  open(blob: Uint8Array, place: string): string {
    const { id, nonce, tag, sealed } = readBlob(blob, place)
    const key = this.#keys.get(id.toString())
    if (!key)
      throw new SealError(`The secret of ${place} was sealed with key ${id}, which this key ring lacks.`)
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(boundTo(id, place))
    decipher.setAuthTag(tag)
    try {
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new SealError(`The secret of ${place} does not open: wrong key, wrong place or changed bytes.`, {
        cause,
      })
    }
  }

  /** The same secret under the newest key, which lets the older one go; undefined if it is under the newest already. */
  sealAnew(blob: Uint8Array, place: string): Buffer | undefined {
    const isCurrent = readBlob(blob, place).id.toString() === this.#current.id
    return isCurrent ? undefined : this.seal(this.open(blob, place), place)
  }
}

/** A new random key. */
export function newRingKey(): RingKey {
  return { id: `k${randomBytes(KEY_ID_BYTES).toString('hex')}`, key: randomBytes(KEY_BYTES) }
}

const CIPHER = 'aes-256-gcm'
const FORMAT = 1
const KEY_BYTES = 32
const KEY_ID_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 2

/** What the tag vouches for besides the ciphertext: the key's id and the place. */
function boundTo(id: Buffer, place: string): Buffer {
  return Buffer.concat([Buffer.of(FORMAT, id.length), id, Buffer.from(place)])
}

function readBlob(blob: Uint8Array, place: string) {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength)
  const idEnd = HEAD_BYTES + (bytes[1] ?? 0)
  const nonceEnd = idEnd + NONCE_BYTES
  const tagEnd = nonceEnd + TAG_BYTES
  if (bytes[0] !== FORMAT || bytes.length < tagEnd) {
    throw new SealError(`The secret of ${place} is in no form this version knows.`)
  }
  return {
    id: bytes.subarray(HEAD_BYTES, idEnd),
    nonce: bytes.subarray(idEnd, nonceEnd),
    tag: bytes.subarray(nonceEnd, tagEnd),
    sealed: bytes.subarray(tagEnd),
  }
}
