import { createCipheriv, createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCallbackCrypto } from './callback-crypto.ts'

/** The platform's own samples. */
const VECTORS = [
  {
    secrets: {
      token: '123456',
      encodingAesKey: '1234567890123456789012345678901234567890123',
      ownerKey: 'dingsnotzck6pm5veliw',
    },
    timestamp: '1614767836',
    nonce: 'A7Co0cJLMzIDtMMI',
    encrypt: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==',
    signature: '9a95a004dd16f5c307e849b994173f76aa26e5eb',
    text: 'success',
    padding: 17,
  },
  {
    secrets: {
      token: '123456',
      encodingAesKey: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
      ownerKey: 'suite4xxxxxxxxxxxxxxx',
    },
    timestamp: '1445827045067',
    nonce: 'nEXhMP4r',
    encrypt:
      '1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==',
    signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
    text: '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
    padding: 22,
  },
] as const

describe.each(VECTORS)(
  'the platform’s sample “$text”',
  ({ secrets, timestamp, nonce, encrypt, signature, text, padding }) => {
    const crypto = createCallbackCrypto(secrets)

    it('has the documented signature', () => {
      expect(crypto.sign(timestamp, nonce, encrypt)).toBe(signature)
    })

    it('is opened, and says for whom it was', () => {
      expect(crypto.open(encrypt)).toEqual({ text, ownerKey: secrets.ownerKey })
    })

    it('sealed again opens to the same, and never looks the same', () => {
      const [once, again] = [crypto.seal(text), crypto.seal(text)]

      expect(crypto.open(once)).toEqual({ text, ownerKey: secrets.ownerKey })
      expect(once).not.toBe(again)
      expect(Buffer.from(once, 'base64').length).toBe(Buffer.from(encrypt, 'base64').length)
    })

    it('sealed with its own random bytes is the same, byte for byte', () => {
      const { key, iv, plain } = decryptRaw(secrets.encodingAesKey, encrypt)
      const unpadded = plain.subarray(0, -padding)
      const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      const padded = Buffer.concat([unpadded, Buffer.alloc(padding, padding)])

      expect(plain.at(-1)).toBe(padding)
      expect(Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')).toBe(encrypt)
    })

    it('cannot be opened with padding in blocks of 16', () => {
      const key = Buffer.from(`${secrets.encodingAesKey}=`, 'base64')
      const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16))
      decipher.update(encrypt, 'base64')

      expect(() => decipher.final()).toThrow(/bad decrypt/)
    })

    it.each([
      ['cut short', encrypt.slice(0, 20)],
      ['cut at a block', Buffer.from(encrypt, 'base64').subarray(0, 32).toString('base64')],
      ['empty', ''],
      ['no Base64', '!!!!'],
      ['with a byte changed', `A${encrypt.slice(1, -6)}AAAA==`],
    ])('%s is not opened, and nothing is thrown', (_, broken) => {
      expect(crypto.open(broken)).toBeUndefined()
    })
  },
)

it.each([0, 1, 10, 11, 12, 13, 31, 32, 33, 1000])('a text of %i bytes comes through', (size) => {
  const [{ secrets }] = VECTORS
  const crypto = createCallbackCrypto(secrets)
  const text = 'x'.repeat(size)

  expect(crypto.open(crypto.seal(text))?.text).toBe(text)
})

it('a message that claims to be longer than it is, is not opened', () => {
  const [{ secrets }] = VECTORS
  const key = Buffer.from(`${secrets.encodingAesKey}=`, 'base64')
  const plain = Buffer.alloc(32, 12)
  plain.writeUInt32BE(0xffff_ffff, 16)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')

  expect(createCallbackCrypto(secrets).open(sealed)).toBeUndefined()
})

it.each([
  ['token', { token: '' }],
  ['ownerKey', { ownerKey: '' }],
  ['encodingAesKey', { encodingAesKey: '1'.repeat(42) }],
  ['encodingAesKey', { encodingAesKey: `${'1'.repeat(42)}=` }],
])('secrets with a wrong %s are refused', (field, part) => {
  expect(() => createCallbackCrypto({ ...VECTORS[0].secrets, ...part })).toThrow(
    expect.objectContaining({ field }),
  )
})

function decryptRaw(encodingAesKey: string, encrypt: string) {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const iv = key.subarray(0, 16)
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
  return { key, iv, plain: Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()]) }
}
