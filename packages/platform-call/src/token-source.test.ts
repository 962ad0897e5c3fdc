import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import { AmbiguousError, RejectedError, ThrottledError, TokenError } from './errors.ts'
import { handOutToken, REFUSED_CREDENTIAL_PAUSE_MS, TokenSource, withToken } from './token-source.ts'
import { type FetchedToken, type FetchToken, MemoryTokenStore } from './tokens.ts'

const START = Date.UTC(2026, 0, 1)
const TWO_HOURS = 7_200_000
const TEN_MINUTES = 600_000

const facts = { platform: 'wecom', endpoint: 'GET /cgi-bin/gettoken', remedy: { zh: '改。', en: 'Mend.' } }
const refusedToken = () => new TokenError('access token refused', facts)

/** An app whose platform hands out T1, T2 … for two hours each, unless the test says otherwise. */
function appWith(options: { renewEarlyMs?: number } = {}) {
  const clock = fakeClock(START)
  let fetches = 0
  let answer: FetchToken | undefined
  const fetch: FetchToken = async (stored) => {
    fetches++
    return answer ? answer(stored) : { value: `T${fetches}`, expiresAt: clock.now() + TWO_HOURS }
  }
  const make = {
    store: new MemoryTokenStore(),
    key: 'k',
    fetch,
    clock,
    renewEarlyMs: options.renewEarlyMs ?? 0,
  }
  return {
    source: new TokenSource(make),
    /** Another process or client that shares the store. */
    sibling: () => new TokenSource(make),
    fetches: () => fetches,
    pass: clock.advance,
    platformAnswers: (next: (() => Promise<FetchedToken>) | undefined) => {
      answer = next
    },
  }
}

describe('the current token', () => {
  it('is fetched once for all who need it', async () => {
    const app = appWith()

    const tokens = await Promise.all(Array.from({ length: 1000 }, () => app.source.current()))

    expect(app.fetches()).toBe(1)
    expect(new Set(tokens.map(({ value }) => value))).toEqual(new Set(['T1']))
  })

  it('is kept to its last millisecond if the platform is never asked early', async () => {
    const app = appWith({ renewEarlyMs: 0 })
    await app.source.current()

    app.pass(TWO_HOURS - 1)
    expect((await app.source.current()).value).toBe('T1')
    app.pass(1)
    expect((await app.source.current()).value).toBe('T2')
  })

  it('is renewed early where the platform likes that', async () => {
    const app = appWith({ renewEarlyMs: TEN_MINUTES })
    await app.source.current()

    app.pass(TWO_HOURS - TEN_MINUTES - 1)
    expect((await app.source.current()).value).toBe('T1')
    app.pass(1)
    expect((await app.source.current()).value).toBe('T2')
  })

  it('stays in use if renewing it early fails, and sends do not wait for the next try at once', async () => {
    const app = appWith({ renewEarlyMs: TEN_MINUTES })
    await app.source.current()
    app.pass(TWO_HOURS - TEN_MINUTES)
    app.platformAnswers(() => Promise.reject(new Error('no network')))

    expect((await app.source.current()).value).toBe('T1')
    expect((await app.source.current()).value).toBe('T1')
    expect(app.fetches()).toBe(2)

    app.pass(10_000)
    app.platformAnswers(undefined)
    expect((await app.source.current()).value).toBe('T3')
  })

  it('is not asked for before every call where it lives shorter than the early margin', async () => {
    const app = appWith({ renewEarlyMs: TEN_MINUTES })
    app.platformAnswers(async () => ({ value: 'short', expiresAt: START + 300_000 }))

    for (let call = 0; call < 100; call++) await app.source.current()

    expect(app.fetches()).toBe(2)
  })

  it('serves all others while one of them renews it ahead of time', async () => {
    const app = appWith({ renewEarlyMs: TEN_MINUTES })
    await app.source.current()
    app.pass(TWO_HOURS - TEN_MINUTES)
    const renewal = Promise.withResolvers<FetchedToken>()
    app.platformAnswers(() => renewal.promise)

    const renewing = app.source.current()
    expect((await app.source.current()).value).toBe('T1')
    renewal.resolve({ value: 'T2', expiresAt: START + 2 * TWO_HOURS })
    expect((await renewing).value).toBe('T2')
  })

  it('is an error once it has expired and cannot be renewed', async () => {
    const app = appWith({ renewEarlyMs: TEN_MINUTES })
    await app.source.current()
    app.pass(TWO_HOURS)
    app.platformAnswers(() => Promise.reject(new Error('no network')))

    await expect(app.source.current()).rejects.toThrow('no network')
  })
})

describe('a fetch that fails', () => {
  it('because the credential is refused is not repeated for 60 s', async () => {
    const app = appWith()
    app.platformAnswers(() => Promise.reject(new RejectedError('refused', facts)))

    await expect(app.source.current()).rejects.toMatchObject({ kind: 'rejected' })
    app.pass(REFUSED_CREDENTIAL_PAUSE_MS - 1)
    await expect(app.source.current()).rejects.toMatchObject({ kind: 'rejected' })
    expect(app.fetches()).toBe(1)

    app.pass(1)
    app.platformAnswers(undefined)
    expect((await app.source.current()).value).toBe('T2')
  })

  it('because it was throttled waits as long as the platform says', async () => {
    const app = appWith()
    app.platformAnswers(() =>
      Promise.reject(new ThrottledError('too many requests', { ...facts, retryAfterMs: 5000 })),
    )

    await expect(app.source.current()).rejects.toMatchObject({ kind: 'throttled' })
    app.pass(4999)
    await expect(app.source.current()).rejects.toMatchObject({ kind: 'throttled' })
    expect(app.fetches()).toBe(1)

    app.pass(1)
    app.platformAnswers(undefined)
    expect((await app.source.current()).value).toBe('T2')
  })

  it('is not held against the app for longer because a clock was set back', async () => {
    const app = appWith()
    app.platformAnswers(() => Promise.reject(new RejectedError('refused', facts)))
    await expect(app.source.current()).rejects.toMatchObject({ kind: 'rejected' })

    app.pass(-TWO_HOURS)
    app.platformAnswers(undefined)

    expect((await app.source.current()).value).toBe('T2')
  })

  it('for another reason is tried again by the next call', async () => {
    const app = appWith()
    app.platformAnswers(() => Promise.reject(new Error('no network')))
    await expect(app.source.current()).rejects.toThrow()

    app.platformAnswers(undefined)

    expect((await app.source.current()).value).toBe('T2')
  })

  it('in doubt leaves no doubt about the message: it was not sent', async () => {
    const app = appWith()
    const doubt = new AmbiguousError('sent, but no answer', facts)
    app.platformAnswers(() => Promise.reject(doubt))

    await expect(withToken(app.source, async () => 'sent')).rejects.toMatchObject({
      kind: 'not_sent',
      endpoint: 'GET /cgi-bin/gettoken',
      cause: doubt,
    })
  })
})

describe('a token that the platform refuses', () => {
  it('is replaced by the one that somebody has fetched since', async () => {
    const app = appWith()
    const refused = await app.source.current()
    await app.sibling().renew(refused)

    expect((await app.source.renew(refused))?.value).toBe('T2')
    expect(app.fetches()).toBe(2)
  })

  it('is fetched anew if somebody had only prolonged it', async () => {
    const app = appWith()
    const refused = await app.source.current()
    app.platformAnswers(async () => ({ value: 'T1', expiresAt: START + 2 * TWO_HOURS }))
    await app.sibling().renew(refused)
    app.platformAnswers(undefined)

    expect((await app.source.renew(refused))?.value).toBe('T3')
  })

  it('has no replacement if the platform still hands it out, and is not asked for again for a while', async () => {
    const app = appWith()
    const refused = await app.source.current()
    app.platformAnswers(async () => ({ value: 'T1', expiresAt: START + TWO_HOURS }))

    const many = await Promise.all(Array.from({ length: 100 }, () => app.source.renew(refused)))
    expect(new Set(many)).toEqual(new Set([undefined]))
    app.pass(9_999)
    expect(await app.source.renew(refused)).toBeUndefined()
    expect(app.fetches()).toBe(2)

    app.pass(1)
    app.platformAnswers(undefined)
    expect((await app.source.renew(refused))?.value).toBe('T3')
  })
})

describe('a token handed out', () => {
  it('is the current one, and its successor only to whom the current one was refused', async () => {
    const app = appWith()

    const first = await handOutToken(app.source)
    const second = await handOutToken(app.source, first.value)
    const late = await handOutToken(app.source, first.value)

    expect([first.value, second.value, late.value]).toEqual(['T1', 'T2', 'T2'])
    expect(second.expiresAt).toBe(START + TWO_HOURS)
    expect(app.fetches()).toBe(2)
  })

  it('is the same again if the platform has no other', async () => {
    const app = appWith()
    const { value } = await handOutToken(app.source)
    app.platformAnswers(async () => ({ value, expiresAt: START + TWO_HOURS }))

    expect((await handOutToken(app.source, value)).value).toBe(value)
  })
})

describe('withToken', () => {
  it('repeats a send whose token was refused once, with the renewed token', async () => {
    const app = appWith()
    const sent: string[] = []

    const end = await withToken(app.source, async (token) => {
      sent.push(token)
      if (token === 'T1') throw refusedToken()
      return 'accepted'
    })

    expect(end).toBe('accepted')
    expect(sent).toEqual(['T1', 'T2'])
  })

  it('repeats it only once', async () => {
    const app = appWith()
    const sent: string[] = []

    const end = withToken(app.source, async (token) => {
      sent.push(token)
      throw refusedToken()
    })

    await expect(end).rejects.toMatchObject({ kind: 'token' })
    expect(sent).toEqual(['T1', 'T2'])
  })

  it.each([
    new AmbiguousError('sent, but no answer', facts),
    new RejectedError('refused', facts),
    new Error('bug'),
  ])('does not repeat after %s', async (failure) => {
    const app = appWith()
    const sent: string[] = []

    const end = withToken(app.source, async (token) => {
      sent.push(token)
      throw failure
    })

    await expect(end).rejects.toBe(failure)
    expect(sent).toEqual(['T1'])
  })

  it('asks for one new token when a thousand sends are refused at once', async () => {
    const app = appWith()

    const ends = await Promise.all(
      Array.from({ length: 1000 }, () =>
        withToken(app.source, async (token) => {
          if (token === 'T1') throw refusedToken()
          return token
        }),
      ),
    )

    expect(new Set(ends)).toEqual(new Set(['T2']))
    expect(app.fetches()).toBe(2)
  })
})
