import { expect, it } from 'vitest'
import { InvalidInputError } from './errors.ts'
import { InputCheck } from './input-check.ts'

function refusalOf(look: (check: InputCheck) => void): InvalidInputError {
  try {
    look(new InputCheck('wecom', 'POST /cgi-bin/message/send'))
  } catch (error) {
    if (error instanceof InvalidInputError) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}

it('an error says once what is wrong, with field, limit and size', () => {
  const error = refusalOf((check) => check.atMost('touser', 1000, 1001, 'items'))

  expect(error).toMatchObject({ field: 'touser', limit: 1000, actual: 1001, unit: 'items' })
  expect(error.message).toBe(
    'wecom POST /cgi-bin/message/send: invalid touser. touser takes at most 1000 items and has 1001. Split them up.',
  )
})

it.each<[string, (check: InputCheck) => void, string, string]>([
  [
    'a text left out',
    (check) => check.text('secret', '', { zh: '见详情页。', en: 'See its page.' }),
    '缺少 secret，该字段必填且不能为空。见详情页。',
    'secret is missing; it is required and must not be empty. See its page.',
  ],
  [
    'a number for a text',
    (check) => check.text('mobile', 13800000001),
    'mobile 须为字符串，实际类型为 number。',
    'mobile must be a string; its type is number.',
  ],
  [
    'a list for an object',
    (check) => check.object('at', []),
    'at 须为对象，实际类型为 array。',
    'at must be an object; its type is array.',
  ],
  [
    'a text for a list',
    (check) => check.list('touser', 'a|b'),
    'touser 须为数组，实际类型为 string。',
    'touser must be an array; its type is string.',
  ],
  [
    'an empty list',
    (check) => check.list('news.articles', [], { min: 1, max: 8 }),
    'news.articles 至少 1 个，实际 0 个。',
    'news.articles takes at least 1 items and has 0.',
  ],
  [
    'a text too long',
    (check) => check.atMost('mobile', 15, 16, 'characters'),
    'mobile 最多 15 个字符，实际 16 个字符。请缩短。',
    'mobile takes at most 15 characters and has 16. Shorten it.',
  ],
  [
    'a number out of range',
    (check) => check.range('interval', 99_999, { min: 1, max: 14_400, unit: 'seconds' }),
    'interval 须为 1 到 14400 秒，实际为 99999。',
    'interval must be 1 to 14400 seconds, not 99999.',
  ],
  [
    'a value not among those allowed',
    (check) => check.oneOf('safe', 2, [0, 1]),
    'safe 只能是 0 或 1。',
    'safe must be 0 or 1.',
  ],
])('the remedy for %s reads well in both languages', (_what, look, zh, en) => {
  expect(refusalOf(look).remedy).toEqual({ zh, en })
})

it('a value of the wrong type does not show: it may be a secret', () => {
  expect(refusalOf((check) => check.text('secret', 20261120)).message).not.toContain('20261120')
})
