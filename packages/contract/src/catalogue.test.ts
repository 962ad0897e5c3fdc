import { describe, expect, it } from 'vitest'
import { PROBLEMS } from './problems.ts'
import { REASONS } from './reasons.ts'
import { Refusal } from './refusal.ts'
import { STATES } from './states.ts'

const CHINESE = /\p{Script=Han}/u

describe('every code', () => {
  const entries = [
    ...Object.entries(PROBLEMS).map(([code, { zh, en, next }]) => ({ code, sentence: { zh, en }, next })),
    ...Object.entries(REASONS).map(([code, { zh, en, remedy }]) => ({
      code,
      sentence: { zh, en },
      next: remedy,
    })),
  ]

  it.each(entries)('$code has a sentence and a next step in both languages', ({ code, sentence, next }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    for (const { zh, en } of [sentence, next]) {
      expect(zh).toMatch(CHINESE)
      expect(en).toMatch(/^\S.*\S$/)
      expect(en).not.toMatch(CHINESE)
    }
    expect(next.zh.endsWith('。')).toBe(true)
    expect(next.en.endsWith('.')).toBe(true)
  })

  it('of a refused request has a status of an error', () => {
    for (const [code, { status }] of Object.entries(PROBLEMS)) {
      expect([400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 502, 503], code).toContain(status)
    }
  })

  it('of a delivery explains a state that is no success', () => {
    const explained = new Set(Object.values(REASONS).map(({ state }) => state))

    expect([...explained].sort()).toEqual([
      'cancelled',
      'expired',
      'failed',
      'forbidden',
      'invalid',
      'queued',
      'suppressed',
      'unknown',
    ])
    for (const state of explained) expect(STATES).toContain(state)
  })
})

describe('a refusal', () => {
  it('says code, field and sentence in one line of a log, and not the value', () => {
    const refusal = new Refusal('mobile_malformed', { field: 'to[0]', value: 'mobile:1380000' })

    expect(String(refusal)).toBe('Refusal: to[0]: The mobile number is malformed')
  })
})
