import { describe, expect, it } from 'vitest'
import { CODE_TABLE } from './error-codes.ts'
import { readAnswer } from './errors.ts'

const judge = (errcode: number) =>
  readAnswer({ status: 200, headers: {}, text: JSON.stringify({ errcode, errmsg: '原文' }) })

describe('the codes', () => {
  it('stand in the table once', () => {
    const codes = CODE_TABLE.flatMap((group) => group.codes)

    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

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
        // Directory, notices, media.
        ...[40070, 45029, 48009, 60003, 60102, 60123, 60206, 60207, 60208, 40057],
        ...[90200, 90201, 90202, 90203, 90204, 90205, 90206, 90207, 90208],
        ...[40004, 40005, 40006, 40007, 40009, 40011, 44001, 45001, 45007, 301015, 301016, 301017, 301019],
        // Cards.
        ...[42014, 42015, 42016, 42017, 42018, 42019, 42020, 42027, 42028, 42029, 42030, 42031, 42033, 42035],
        ...[42036, 42037, 42038, 42039, 42040, 42041, 42042, 42043, 42044, 42045, 42046, 42047, 42049, 42050],
        ...[42051, 60140],
        // Chats and robots.
        ...[86001, 86003, 86004, 86005, 86006, 86007, 86008, 86101, 86201, 86204, 86205, 86207, 86215, 86216],
        ...[86217, 40050, 49008, 93000, 93004, 93006, 93008],
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
