import { describe, expect, test } from 'vitest'
import { KeyRing, newRingKey, SealError } from './key-ring.ts'

const PLACE = 'app|hr-ding|appSecret'

describe('a key ring', () => {
  test('opens what it sealed, and the blob shows nothing of the secret', () => {
    const ring = new KeyRing([newRingKey()])

    const blob = ring.seal('S3cret 密钥', PLACE)

    expect(ring.open(blob, PLACE)).toBe('S3cret 密钥')
    expect(blob.includes('S3cret')).toBe(false)
  })

  test('seals the same secret differently each time', () => {
    const ring = new KeyRing([newRingKey()])

    expect(ring.seal('same', PLACE)).not.toEqual(ring.seal('same', PLACE))
  })

  test('refuses a blob moved to another place', () => {
    const ring = new KeyRing([newRingKey()])
    const blob = ring.seal('secret', PLACE)

    expect(() => ring.open(blob, 'app|other|appSecret')).toThrow(SealError)
  })

  test('refuses a blob of which any one byte was changed', () => {
    const ring = new KeyRing([newRingKey()])
    const blob = ring.seal('secret', PLACE)

    for (const [at, byte] of blob.entries()) {
      const changed = Buffer.from(blob)
      changed[at] = byte ^ 1
      expect(() => ring.open(changed, PLACE), `byte ${at}`).toThrow(SealError)
    }
  })

  test('refuses a blob that was cut', () => {
    const ring = new KeyRing([newRingKey()])
    const blob = ring.seal('secret', PLACE)

    for (let length = 0; length < blob.length; length++) {
      expect(() => ring.open(blob.subarray(0, length), PLACE), `${length} bytes`).toThrow(SealError)
    }
  })

  test('names the key it lacks', () => {
    const [one, other] = [newRingKey(), newRingKey()]

    const open = () => new KeyRing([other]).open(new KeyRing([one]).seal('secret', PLACE), PLACE)

    expect(open).toThrow(one.id)
  })

  test('after rotation seals with the new key and still opens what the old one sealed', () => {
    const [old, current] = [newRingKey(), newRingKey()]
    const before = new KeyRing([old]).seal('secret', PLACE)
    const ring = new KeyRing([old, current])

    const after = ring.sealAnew(before, PLACE) ?? before

    expect(ring.open(before, PLACE)).toBe('secret')
    expect(new KeyRing([current]).open(after, PLACE)).toBe('secret')
    expect(ring.sealAnew(after, PLACE)).toBeUndefined()
  })

  test('needs keys of 256 bits, and at least one', () => {
    expect(() => new KeyRing([])).toThrow('empty')
    expect(() => new KeyRing([{ id: 'short', key: Buffer.alloc(16) }])).toThrow('16 bytes')
  })
})
