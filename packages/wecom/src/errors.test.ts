import { describe, expect, it } from 'vitest'
import { readAnswer, readAnyAnswer, readGettokenAnswer } from './errors.ts'

const answer = (body: unknown, status = 200) => ({
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
})

const INVALID_CORPID = {
  errcode: 40013,
  errmsg:
    'invalid corpid, hint: [1684833894235730688668522], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=40013',
}

describe('an answer of WeCom', () => {
  it('is a success only with errcode 0', () => {
    expect(readAnswer(answer({ errcode: 0, errmsg: 'ok', msgid: 'm' }))).toEqual({
      kind: 'ok',
      body: { errcode: 0, errmsg: 'ok', msgid: 'm' },
    })
    expect(readAnswer(answer({ errcode: '0', errmsg: 'ok' })).kind).toBe('ok')
    expect(readAnswer(answer({ msgid: 'm' })).kind).toBe('ambiguous')
    expect(readAnswer(answer({ errcode: null })).kind).toBe('ambiguous')
    expect(readAnswer(answer({ errcode: 'constructor' })).kind).toBe('ambiguous')
    expect(readAnswer(answer({ errcode: 0 }, 500)).kind).toBe('ambiguous')
    expect(readAnswer(answer({ errcode: 0 }, 403)).kind).toBe('rejected')
  })

  it('may leave errcode out where the API is not one of ours', () => {
    expect(readAnyAnswer(answer({ userlist: [] })).kind).toBe('ok')
    expect(readAnyAnswer(answer({ errcode: 60011, errmsg: 'no privilege', userlist: [] })).kind).toBe(
      'rejected',
    )
    expect(readAnyAnswer(answer({ error: 'bad gateway' }, 502)).kind).toBe('ambiguous')
  })

  it('gives code, literal text and hint of a refusal', () => {
    expect(readAnswer(answer(INVALID_CORPID))).toMatchObject({
      kind: 'rejected',
      code: '40013',
      text: INVALID_CORPID.errmsg,
      requestId: '1684833894235730688668522',
    })
  })

  it('names the address to trust when it is not trusted', () => {
    const errmsg =
      'not allow to access from your ip, hint: [1653883914340381947793508], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=60020'

    const verdict = readAnswer(answer({ errcode: 60020, errmsg }))

    expect(verdict).toMatchObject({
      kind: 'rejected',
      remedy: { en: expect.stringContaining('203.0.113.7.') },
    })
    expect(verdict).toMatchObject({ remedy: { zh: expect.stringContaining('203.0.113.7。') } })
    expect(readAnswer(answer({ errcode: 60020, errmsg: 'not allow to access from your ip' }))).toMatchObject({
      kind: 'rejected',
      code: '60020',
    })
  })

  it.each([
    [-1, { kind: 'throttled', retryAfterMs: 1_000 }],
    [45009, { kind: 'throttled', retryAfterMs: 60_000 }],
    [45033, { kind: 'throttled', retryAfterMs: 1_000 }],
    [40014, { kind: 'token' }],
    [42001, { kind: 'token' }],
    [41001, { kind: 'token' }],
    [40001, { kind: 'token' }],
    [40091, { kind: 'rejected' }],
    [48002, { kind: 'rejected' }],
    [301002, { kind: 'rejected' }],
    [81013, { kind: 'rejected' }],
    [82001, { kind: 'rejected' }],
    [46004, { kind: 'rejected' }],
    [42052, { kind: 'rejected' }],
  ])('with code %i says %o, as number or as text', (errcode, verdict) => {
    expect(readAnswer(answer({ errcode, errmsg: 'x' }))).toMatchObject(verdict)
    expect(readAnswer(answer({ errcode: String(errcode), errmsg: 'x' }))).toMatchObject(verdict)
  })

  it('with a code nobody knows is rejected, keeps its text and says where to read up', () => {
    expect(readAnswer(answer({ errcode: 999999, errmsg: 'something new' }))).toMatchObject({
      kind: 'rejected',
      code: '999999',
      text: 'something new',
      remedy: { en: expect.stringContaining('query?e=999999') },
    })
  })

  it('from gettoken is never a token problem, because there is no token yet', () => {
    for (const errcode of [40001, 40014, 42001, 41001]) {
      expect(readGettokenAnswer(answer({ errcode, errmsg: 'invalid credential' })).kind).toBe('rejected')
    }
    expect(readGettokenAnswer(answer({ errcode: 45009, errmsg: 'api freq out of limit' })).kind).toBe(
      'throttled',
    )
  })
})

describe('an answer of somebody else', () => {
  it.each([
    { what: 'a proxy’s page with HTTP 200', status: 200, text: '<html>Log in</html>', kind: 'ambiguous' },
    { what: 'a gateway’s 429', status: 429, text: '{"error":"slow down"}', kind: 'throttled' },
  ])('$what is $kind', ({ status, text, kind }) => {
    expect(readAnswer(answer(text, status)).kind).toBe(kind)
  })
})
