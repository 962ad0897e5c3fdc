import { describe, expect, it } from 'vitest'
import { redactCutText, redactHeaders, redactJson, redactText, redactUrl, safeCause } from './redact.ts'

describe('redactUrl', () => {
  it.each([
    ['https://qyapi.example/cgi-bin/gettoken?corpid=ww1&corpsecret=S', 'corpid=ww1&corpsecret=***'],
    ['https://qyapi.example/send?Access_Token=S&debug=1', 'Access_Token=***&debug=1'],
    ['https://qyapi.example/webhook/send?key=S', 'key=***'],
    [
      'https://oapi.example/robot/send?access_token=S&timestamp=1&sign=S',
      'access_token=***&timestamp=1&sign=***',
    ],
  ])('%s shows only %s', (url, query) => {
    expect(redactUrl(url)).toBe(`${url.split('?')[0]}?${query}`)
  })

  it('blanks the credentials of a proxy', () => {
    expect(redactUrl('http://user:password@proxy.example:3128/')).toBe('http://***@proxy.example:3128/')
  })

  it('blanks what it can in a text that is no URL', () => {
    expect(redactUrl('/send?access_token=S&x=1')).toBe('/send?access_token=***&x=1')
  })
})

it('redactHeaders blanks credentials whatever the case of the name, and keeps the rest', () => {
  const headers = {
    Authorization: 'Bearer S',
    'x-acs-dingtalk-access-token': 'S',
    'set-cookie': ['S'],
    date: 'd',
  }

  expect(redactHeaders(headers)).toEqual({
    Authorization: '***',
    'x-acs-dingtalk-access-token': '***',
    'set-cookie': '***',
    date: 'd',
  })
})

it('redactJson blanks secret fields at any depth and known secrets in any text, and keeps the rest', () => {
  const value = { a: [{ appSecret: 'S', key: 'row', n: 1 }], tip: 'not KNOWN-SECRET', access_token: null }

  expect(redactJson(value, ['KNOWN-SECRET'])).toEqual({
    a: [{ appSecret: '***', key: 'row', n: 1 }],
    tip: 'not ***',
    access_token: null,
  })
})

it('redactJson blanks whatever stands under a secret name, and a known secret that is a name', () => {
  const value = { token: { value: 'S3' }, secret: ['S3'], password: 123456, 'KNOWN-SECRET': 1 }

  expect(redactJson(value, ['KNOWN-SECRET'])).toEqual({
    token: '***',
    secret: '***',
    password: '***',
    '***': 1,
  })
})

it('redactJson does not follow an answer nested a hundred thousand deep', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}"KNOWN-SECRET"${']'.repeat(100_000)}`)

  expect(JSON.stringify(redactJson(deep, ['KNOWN-SECRET']))).toMatch(/^\[+"\*{3}"\]+$/)
})

describe('redactText', () => {
  it.each([
    ['a query', 'GET /x?access_token=S3&y=1 failed', 'GET /x?access_token=***&y=1 failed'],
    ['JSON', '{"expires_in":1, "access_token" : "S3"}', '{"expires_in":1, "access_token" : "***"}'],
    ['JSON cut inside the secret', '{"errcode":0,"access_token":"S3', '{"errcode":0,"access_token":"***'],
    ['JSON with an escaped quote', '{"secret":"S\\"3","a":1}', '{"secret":"***","a":1}'],
    ['JSON inside JSON', '"{\\"secret\\":\\"S3\\",\\"a\\":1}"', '"{\\"secret\\":\\"***\\",\\"a\\":1}"'],
    ['what a header held', 'echo: "Bearer S3", again', 'echo: "Bearer ***", again'],
    ['a header', 'authorization: Bearer S3\r\nhost: a', 'authorization: ***\r\nhost: a'],
    ['a proxy URL', 'cannot reach http://me:S3@proxy:1/', 'cannot reach http://***@proxy:1/'],
    [
      'a proxy URL with an @ in it',
      'at http://me:S@3@proxy:1/ or http://b@c/',
      'at http://***@proxy:1/ or http://***@c/',
    ],
  ])('blanks a secret in %s', (_where, text, expected) => {
    expect(redactText(text)).toBe(expected)
  })

  it('keeps ordinary words beside the names', () => {
    const text = 'invalid credential, access_token is invalid or not latest; hint: [monkey=1]'

    expect(redactText(text)).toBe(text)
  })

  it.each([
    ['plainly', 'a+b/c=&"d\\'],
    ['in a URL', encodeURIComponent('a+b/c=&"d\\')],
    ['in a form', 'a%2Bb%2Fc%3D%26%22d%5C'],
    ['in JSON', JSON.stringify('a+b/c=&"d\\').slice(1, -1)],
  ])('blanks a known secret written %s', (_how, written) => {
    expect(redactText(`echo ${written}.`, ['a+b/c=&"d\\'])).toBe('echo ***.')
  })

  it('leaves no rest of a secret that begins like another', () => {
    expect(redactText('SECRET-1234', ['SECRET', 'SECRET-1234'])).toBe('***')
  })

  it.each(['\\', '\\"', 'http://', 'cookie '])(
    'reads 200 kB of %s within the seconds a test has',
    (piece) => {
      const text = piece.repeat(200_000 / piece.length)

      expect(redactText(text)).toBe(text)
    },
  )

  it('takes a secret with half an emoji in it', () => {
    expect(redactText('no SECRET-1234', ['SECRET\ud83d', 'SECRET-1234'])).toBe('no ***')
  })

  it('does not take a short value for a secret', () => {
    expect(redactText('no user', ['no'])).toBe('no user')
  })
})

it('redactCutText blanks the beginning of a known secret at which a text breaks off', () => {
  expect(redactCutText('{"errmsg":"no KNOWN-SEC', ['KNOWN-SECRET'])).toBe('{"errmsg":"no ***')
  expect(redactCutText('{"errmsg":"no KNOWN%2FSE', ['KNOWN/SECRET'])).toBe('{"errmsg":"no ***')
  expect(redactCutText('KNOWN-SECRET, KNOWN', ['KNOWN-SECRET'])).toBe('***, KNOWN')
})

describe('safeCause', () => {
  it('keeps name, code and text of the error and of its cause, and nothing else', () => {
    const inner = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', socket: { secret: 'S' } })
    const outer = Object.assign(new TypeError('KNOWN-SECRET failed', { cause: inner }), {
      opts: { secret: 'S' },
    })

    const safe = safeCause(outer, ['KNOWN-SECRET'])

    expect(safe).toMatchObject({ name: 'TypeError', message: '*** failed', stack: 'TypeError: *** failed' })
    expect(safe.cause).toMatchObject({ message: 'read ECONNRESET', code: 'ECONNRESET' })
    expect(safe).not.toHaveProperty('opts')
    expect(safe.cause).not.toHaveProperty('socket')
  })

  it('names every address tried', () => {
    const attempts = ['connect ECONNREFUSED ::1:1', 'connect ECONNREFUSED 127.0.0.1:1'].map(
      (text) => new Error(text),
    )

    expect(safeCause(new AggregateError(attempts)).message).toBe(
      'connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1',
    )
  })

  it('makes an error of anything thrown', () => {
    expect(safeCause('just text').message).toBe('just text')
  })
})
