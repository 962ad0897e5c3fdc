import { describe, expect, it } from 'vitest'
import { readAnswer } from './errors.ts'

const judge = (errcode: number) =>
  readAnswer({ status: 200, headers: {}, text: JSON.stringify({ errcode, errmsg: '原文' }) })

describe('the codes', () => {
  it.each<[string, readonly number[]]>([
    ['token', [40014, 42001, 40001, 41001]],
    ['throttled', [-1, 6000, 45009, 45033]],
    [
      'rejected',
      [
        ...[40003, 40008, 40013, 40031, 40032, 40033, 40035, 40039, 40056, 40058, 40063, 40066, 40068, 40074],
        ...[40091, 41002, 41004, 41006, 41009, 41010, 41011, 41016, 41033, 42052, 43004, 43012, 44004, 45002],
        ...[45008, 45031, 45032, 45034, 46004, 48001, 48002, 48004, 48005, 48006, 50001, 50002, 50003, 60011],
        ...[60020, 60021, 60031, 60103, 60111, 81012, 81013, 82001, 82002, 82003, 82004, 85002, 301002],
        ...[301007, 701016, 701099],
      ],
    ],
  ])('that mean "%s" all carry a remedy of their own in both languages', (kind, codes) => {
    for (const errcode of codes) {
      const verdict = judge(errcode)

      expect({ errcode, kind: verdict.kind }).toEqual({ errcode, kind })
      if (verdict.kind === 'ok') throw new Error('No success was asked for.')
      expect(verdict.remedy.zh).not.toContain('devtool/query')
      expect(verdict.remedy.zh).toMatch(/\p{Script=Han}.*。$/u)
      expect(verdict.remedy.en).toMatch(/^[A-Z].*\.$/)
      expect(verdict.text).toBe('原文')
    }
  })

  it.each([
    [-1, 1_000],
    [6000, 1_000],
    [45033, 1_000],
    [45009, 60_000],
  ])('%i asks for a wait of %s ms', (errcode, retryAfterMs) => {
    expect(judge(errcode)).toMatchObject({ kind: 'throttled', retryAfterMs })
  })
})
