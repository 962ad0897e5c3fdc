import { expect, test } from 'vitest'
import { newApiKey } from './api-keys.ts'
import { LogRedactor, maskMobiles } from './redaction.ts'

test('an API key keeps only its public id, in text as in JSON', () => {
  const { id, key } = newApiKey()

  const line = new LogRedactor().line(JSON.stringify({ msg: `authorised ${key}` }))

  expect(JSON.parse(line)).toEqual({ msg: `authorised hk_${id}_***` })
})

test('a known secret is blanked wherever it stands, also encoded for a URL', () => {
  const redactor = new LogRedactor()
  redactor.know('canary/secret+1')

  const line = redactor.line('GET /x?a=canary%2Fsecret%2B1 failed: canary/secret+1')

  expect(line).toBe('GET /x?a=*** failed: ***')
})

test('a platform’s token is blanked by its place', () => {
  expect(new LogRedactor().line('https://x/send?access_token=abcdef1')).toBe(
    'https://x/send?access_token=***',
  )
})

test('mobile numbers keep three and four digits, and longer numbers are none', () => {
  expect(maskMobiles('13800000001, +8613900000002 and 20261380000000123')).toBe(
    '138****0001, +86139****0002 and 20261380000000123',
  )
})
