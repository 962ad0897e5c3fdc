import { createDecipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../../e2e/setup/failure-of.ts'
import { CallbackCipher, sameSignature, signCallback } from './crypto.ts'
import { faultOf } from './test-fault.ts'
import { MESSAGE, OTHER_VERIFICATION, SAMPLE, VERIFICATION } from './test-vectors.ts'

const cipherOf = ({ encodingAESKey, receiveid }: { encodingAESKey: string; receiveid: string }) =>
  new CallbackCipher(encodingAESKey, receiveid)
const sample = cipherOf(SAMPLE)

/** Everything the vector holds, decrypted by Node alone and still padded. */
function plainOf(
  { encodingAESKey, encrypted }: { encodingAESKey: string; encrypted: string },
  { unpad = false } = {},
): Buffer {
  const key = Buffer.from(`${encodingAESKey}=`, 'base64')
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(unpad)
  return Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()])
}

const vectors = [
  { name: 'verification', vector: VERIFICATION, pad: 7 },
  { name: 'message', vector: MESSAGE, pad: 30 },
  { name: 'verification under another key', vector: OTHER_VERIFICATION, pad: 3 },
] as const

describe.each(vectors)('the recorded $name', ({ vector, pad }) => {
  it('has the signature that is computed', () => {
    const { token, timestamp, nonce, encrypted, signature } = vector

    expect(signCallback(token, timestamp, nonce, encrypted)).toBe(signature)
  })

  it('decrypts, and encrypts to the same bytes from the same random', () => {
    const message = cipherOf(vector).decrypt(vector.encrypted)

    expect(cipherOf(vector).encrypt(message, plainOf(vector).subarray(0, 16))).toBe(vector.encrypted)
  })

  it(`is padded by ${pad} bytes to blocks of 32`, () => {
    const plain = plainOf(vector)

    expect([plain.length % 32, plain.at(-1)]).toEqual([0, pad])
  })
})

it('the recorded messages are the documented ones', () => {
  expect(cipherOf(VERIFICATION).decrypt(VERIFICATION.encrypted)).toBe(VERIFICATION.message)
  expect(cipherOf(OTHER_VERIFICATION).decrypt(OTHER_VERIFICATION.encrypted)).toBe(OTHER_VERIFICATION.message)
  const hello = sample.decrypt(MESSAGE.encrypted)
  expect(Buffer.byteLength(hello)).toBe(284)
  expect(hello).toContain('<Content><![CDATA[hello]]></Content>')
})

it('unpadding to blocks of 16, as ciphers do of themselves, fails', () => {
  expect(() => plainOf(MESSAGE, { unpad: true })).toThrow()
})

it('whatever is encrypted decrypts to the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (message) => {
      expect(sample.decrypt(sample.encrypt(message))).toBe(message)
    }),
  )
})

it('equal messages differ once encrypted', () => {
  expect(sample.encrypt('x')).not.toBe(sample.encrypt('x'))
})

describe('what is refused', () => {
  const block = (bytes: number) => Buffer.alloc(bytes).toString('base64')

  it.each([
    ['nothing', ''],
    ['no base64', '<xml/>'],
    ['half a block', block(16)],
    ['a wrong padding', block(64)],
    ['a cut message', VERIFICATION.encrypted.slice(0, 44)],
    ['another key’s', OTHER_VERIFICATION.encrypted],
  ])('%s does not decrypt', (_what, encrypted) => {
    expect(faultOf(() => sample.decrypt(encrypted))).toMatchObject({
      fault: 'undecryptable',
      officialCode: -40007,
    })
  })

  it('a message to another corp is not read', () => {
    const other = new CallbackCipher(SAMPLE.encodingAESKey, 'ww6a112864f8022910')

    expect(faultOf(() => other.decrypt(VERIFICATION.encrypted))).toMatchObject({
      fault: 'wrong_receiver',
      officialCode: -40005,
    })
  })

  it.each(['', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}!`])('%j is no key', async (key) => {
    expect(await failureOf(Promise.resolve().then(() => new CallbackCipher(key, 'ww1')))).toMatchObject({
      field: 'encodingAESKey',
    })
  })

  it('a signature of other length, or of letters of several bytes, is only wrong', () => {
    expect(sameSignature('abc', 'abd')).toBe(false)
    expect(sameSignature('abc', 'ab')).toBe(false)
    expect(sameSignature('abc', '签名！')).toBe(false)
    expect(sameSignature('abc', 'abc')).toBe(true)
  })
})
