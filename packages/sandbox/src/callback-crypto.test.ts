import { describe, expect, it } from 'vitest'
import { decrypt, encrypt, isSignedBy, sign } from './callback-crypto.ts'

/** 《加解密方案说明》 and Tencent's sample library (sbzhu/weworkapi_python); the last one from xen0n/go-workwx. */
const vectors = [
  {
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    timestamp: '1409659589',
    nonce: '263014780',
    encrypted: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    receiver: 'wx5823bf96d3bd56c7',
    text: '1616140317555161061',
  },
  {
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    timestamp: '1409659813',
    nonce: '1372623149',
    encrypted:
      'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
    signature: '477715d11cdb4164915debcba66cb864d751f3e6',
    receiver: 'wx5823bf96d3bd56c7',
    text: expect.stringContaining('<Content><![CDATA[hello]]></Content>'),
  },
  {
    token: 'kjr2TKI8umCBfVF3wAHk8JiPwma5VBme',
    aesKey: '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws',
    timestamp: '1583940690',
    nonce: 'VHh7ymSeb0jc4lSb',
    encrypted: '6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==',
    signature: '1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011',
    receiver: 'ww6a112864f8022910',
    text: '94966531020182955848408',
  },
]

describe.each(vectors)('the vector of $timestamp', (vector) => {
  const { token, aesKey, timestamp, nonce, encrypted, signature, receiver, text } = vector

  it('is signed as recorded', () => {
    expect(sign(token, timestamp, nonce, encrypted)).toBe(signature)
    expect(isSignedBy(signature, token, timestamp, nonce, encrypted)).toBe(true)
    expect(isSignedBy(signature, token, timestamp, '1', encrypted)).toBe(false)
  })

  it('is decrypted for its receiver and for nobody else', () => {
    expect(decrypt(aesKey, encrypted, receiver)).toEqual(text)
    expect(decrypt(aesKey, encrypted, 'ww0000000000000000')).toBeUndefined()
  })
})

describe('encryption', () => {
  const [{ aesKey, receiver }] = vectors as [(typeof vectors)[number]]

  it.each([0, 1, 13, 26, 27, 100])('comes back for a text of %i characters, padded to 32 bytes', (length) => {
    const encrypted = encrypt(aesKey, 'x'.repeat(length), receiver, '0123456789abcdef')

    expect(Buffer.from(encrypted, 'base64').length % 32).toBe(0)
    expect(decrypt(aesKey, encrypted, receiver)).toBe('x'.repeat(length))
  })

  it('of Chinese text counts bytes', () => {
    const encrypted = encrypt(aesKey, '审批通过', receiver, '0123456789abcdef')

    expect(decrypt(aesKey, encrypted, receiver)).toBe('审批通过')
  })

  it.each(['', 'AAAA', 'A'.repeat(64)])('of somebody else is not read: %j', (encrypted) => {
    expect(decrypt(aesKey, encrypted, receiver)).toBeUndefined()
  })
})
