import { describe, expect, test } from 'vitest'
import { redactQuery, redactText, redactValue } from './redaction.ts'

describe('redaction', () => {
  test('hides credentials in a query by name', () => {
    const query = new URLSearchParams('access_token=a&corpsecret=b&appsecret=c&key=d&sign=e&mobile=138')

    expect(redactQuery(query)).toEqual({
      access_token: '[redacted]',
      corpsecret: '[redacted]',
      appsecret: '[redacted]',
      key: '[redacted]',
      sign: '[redacted]',
      mobile: '138',
    })
  })

  test('hides them in JSON at every depth and leaves harmless keys alone', () => {
    const body = {
      appKey: 'ding1',
      appSecret: 's',
      inner: [{ accessToken: 't' }],
      form: [{ key: '姓名', value: '张三' }],
    }

    expect(redactValue(body)).toEqual({
      appKey: 'ding1',
      appSecret: '[redacted]',
      inner: [{ accessToken: '[redacted]' }],
      form: [{ key: '姓名', value: '张三' }],
    })
  })

  test.each([
    ['{"appKey":"ding1","appSecret":"canary', '{"appKey":"ding1","appSecret":"[redacted]'],
    ['appkey=ding1&appsecret=canary&x=1', 'appkey=ding1&appsecret=[redacted]&x=1'],
    ['see https://a.example/?access_token=canary&y=2', 'see https://a.example/?access_token=[redacted]&y=2'],
  ])('hides them in text that is no JSON: %s', (text, shown) => {
    expect(redactText(text)).toBe(shown)
  })
})
