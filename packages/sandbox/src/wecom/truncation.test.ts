import { describe, expect, it } from 'vitest'
import { cutBytes, cutCharacters } from './truncation.ts'

describe('cutBytes', () => {
  it('never splits a character', () => {
    expect(cutBytes('字字', 6)).toBe('字字')
    expect(cutBytes('字字', 5)).toBe('字')
    expect(cutBytes('a😀', 4)).toBe('a')
    expect(cutBytes('字', 2)).toBe('')
  })
})

describe('cutCharacters', () => {
  it('counts a character outside the basic plane once', () => {
    expect(cutCharacters('😀😀😀', 2)).toBe('😀😀')
    expect(cutCharacters('字字', 2)).toBe('字字')
  })
})
