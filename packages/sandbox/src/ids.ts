import type { World } from './world.ts'

const HEX = '0123456789abcdef'
const DIGITS = '0123456789'
const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz'
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export type Ids = World['ids']

/** Identifiers that look like the platforms' and repeat with the seed. Not for secrets of real systems. */
export function createIds(seed: string): Ids {
  const random = createRandom(seed)
  const draw = (alphabet: string, length: number) => {
    let text = ''
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(random() * alphabet.length)]
    return text
  }
  return {
    hex: (length) => draw(HEX, length),
    digits: (length) => (1 + Math.floor(random() * 9)).toString() + draw(DIGITS, length - 1),
    base36: (length) => draw(BASE36, length),
    urlSafe: (length) => draw(URL_SAFE, length),
  }
}

/** A seeded generator of numbers in [0, 1): splitmix32 over a hash of the seed. */
export function createRandom(seed: string): () => number {
  let state = hashText(seed)
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

/** FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
