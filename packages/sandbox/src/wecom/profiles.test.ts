import { describe, expect, it } from 'vitest'
import { profiles } from './profiles.ts'

describe('every open question', () => {
  it.each(profiles.map((profile) => [profile.name, profile] as const))(
    '%s has two different answers',
    (_, profile) => {
      expect(profile.answers).toContain(profile.documented)
      expect(profile.answers).toContain(profile.opposed)
      expect(profile.opposed).not.toBe(profile.documented)
    },
  )
})
