import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { serveHttp } from '../../../e2e/setup/loopback.ts'
import { type RunningRedis, startRedis } from '../../../e2e/setup/redis.ts'
import { signal } from '../../../e2e/setup/signal.ts'
import { type RedisClient, RedisTokenStore, type RedisTokenStoreOptions } from './redis-tokens.ts'
import { testTokenStore } from './tokens.conformance.ts'
import type { FetchedToken, FetchToken } from './tokens.ts'

let server: RunningRedis
let redis: RedisClient & { close(): Promise<unknown> }

beforeAll(async () => {
  server = await startRedis()
  redis = await createClient({ url: server.url }).connect()
})

afterAll(async () => {
  await redis.close()
  await server.stop()
})

let tests = 0
/** Stores made by one test share a prefix of its own: as two processes on one Redis would. */
function newPrefix(): string {
  return `test-${++tests}:`
}
const storeAt = (prefix: string, options: RedisTokenStoreOptions = {}) =>
  new RedisTokenStore(redis, { prefix, pollMs: 5, ...options })

const handingOut =
  (value: string): FetchToken =>
  async () => ({ value, expiresAt: 1_800_000_000_000 })

/** A fetch that says when it has begun and ends when told. */
function heldFetch(value: string) {
  const begun = signal()
  const released = signal<FetchedToken>()
  const fetch: FetchToken = () => {
    begun.fire()
    return released.fired
  }
  return { fetch, begun: begun.fired, release: () => released.fire({ value, expiresAt: 1_800_000_000_000 }) }
}

/** What Redis does by itself when the lease's time is over. */
const letLeaseExpire = (prefix: string) => redis.sendCommand(['DEL', `${prefix}{k}:lease`])

describe('RedisTokenStore', () => {
  testTokenStore(() => storeAt(newPrefix()))

  it('shows every process the token of one', async () => {
    const prefix = newPrefix()
    const token = await storeAt(prefix).refresh('k', undefined, handingOut('T1'))

    expect(await storeAt(prefix).read('k')).toEqual(token)
  })

  it('lets another process wait for the fetch that is under way, and gives it its token', async () => {
    const prefix = newPrefix()
    const held = heldFetch('T1')
    const first = storeAt(prefix).refresh('k', undefined, held.fetch)
    await held.begun
    const looked = signal()
    const watched: RedisClient = {
      sendCommand: async (args) => {
        const answer = await redis.sendCommand(args)
        if (args[0] === 'SET' && answer === null) looked.fire()
        return answer
      },
    }
    const second = new RedisTokenStore(watched, { prefix, pollMs: 5 }).refresh(
      'k',
      undefined,
      handingOut('T2'),
    )
    await looked.fired

    held.release()

    expect(await second).toEqual(await first)
  })

  it('lets another process try after a fetch has failed', async () => {
    const prefix = newPrefix()
    const failing = storeAt(prefix).refresh('k', undefined, () => Promise.reject(new Error('no network')))
    await expect(failing).rejects.toThrow('no network')

    expect((await storeAt(prefix).refresh('k', undefined, handingOut('T2'))).value).toBe('T2')
  })

  it('holds its lease for a limited time, so that a process that dies does not block the others', async () => {
    const prefix = newPrefix()
    const held = heldFetch('T1')
    const renewal = storeAt(prefix, { leaseMs: 30_000 }).refresh('k', undefined, held.fetch)
    await held.begun

    const left = Number(await redis.sendCommand(['PTTL', `${prefix}{k}:lease`]))

    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(30_000)
    held.release()
    await renewal
    expect(await redis.sendCommand(['EXISTS', `${prefix}{k}:lease`])).toBe(0)
  })

  it('does not overwrite a newer token after losing the lease, and gives the newer one', async () => {
    const prefix = newPrefix()
    const held = heldFetch('late')
    const late = storeAt(prefix).refresh('k', undefined, held.fetch)
    await held.begun
    await letLeaseExpire(prefix)
    const newer = await storeAt(prefix).refresh('k', undefined, handingOut('newer'))

    held.release()

    expect(await late).toEqual(newer)
    expect(await storeAt(prefix).read('k')).toEqual(newer)
  })

  it('gives its own token, not the refused one, if the next holder of the lease is still fetching', async () => {
    const prefix = newPrefix()
    const refused = await storeAt(prefix).refresh('k', undefined, handingOut('refused'))
    const [slow, next] = [heldFetch('slow'), heldFetch('next')]
    const first = storeAt(prefix).refresh('k', refused.version, slow.fetch)
    await slow.begun
    await letLeaseExpire(prefix)
    const second = storeAt(prefix).refresh('k', refused.version, next.fetch)
    await next.begun

    slow.release()
    expect((await first).value).toBe('slow')
    next.release()

    expect((await second).value).toBe('next')
    expect((await storeAt(prefix).read('k'))?.value).toBe('next')
  })

  it('keeps what it fetched though the lease cannot be dropped', async () => {
    const prefix = newPrefix()
    const flaky: RedisClient = {
      sendCommand: (args) =>
        args[1]?.includes("'DEL'") ? Promise.reject(new Error('Redis is away')) : redis.sendCommand(args),
    }

    const token = await new RedisTokenStore(flaky, { prefix }).refresh('k', undefined, handingOut('T1'))

    expect(await storeAt(prefix).read('k')).toEqual(token)
  })

  it('leaves the token out of an error on which a Redis client has hung the whole command', async () => {
    const refusing: RedisClient = {
      sendCommand: async (args) => {
        if (args[0] !== 'EVAL') return redis.sendCommand(args)
        throw Object.assign(new Error('READONLY You can’t write against a read only replica.'), {
          command: { args },
        })
      },
    }

    const error: unknown = await new RedisTokenStore(refusing, { prefix: newPrefix() })
      .refresh('k', undefined, handingOut('CANARY'))
      .catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ message: expect.stringContaining('READONLY') })
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('CANARY')
  })

  it.each(['no JSON', '[]', 'null', '{"value":"T"}'])('replaces what is no token: %s', async (stored) => {
    const prefix = newPrefix()
    await redis.sendCommand(['SET', `${prefix}{k}`, stored])

    expect(await storeAt(prefix).read('k')).toBeUndefined()
    expect((await storeAt(prefix).refresh('k', undefined, handingOut('T1'))).value).toBe('T1')
  })

  it('says what is wrong if a lease never ends', async () => {
    const prefix = newPrefix()
    await redis.sendCommand(['SET', `${prefix}{k}:lease`, 'for ever'])

    const renewal = storeAt(prefix, { leaseMs: 20 }).refresh('k', undefined, handingOut('T1'))

    await expect(renewal).rejects.toThrow('No process renewed the token k within 40 ms')
  })

  it('fetches once for two processes that ask 500 times each at the same time', async () => {
    let fetches = 0
    const platform = await serveHttp((_request, response) => response.end(`T${++fetches}`))
    const racers = [startRacer(platform.origin), startRacer(platform.origin)]
    await Promise.all(racers.map(messageOf))

    const ends = Promise.all(racers.map(messageOf))
    for (const racer of racers) racer.send('go')

    expect(await ends).toEqual([['T1'], ['T1']])
    expect(fetches).toBe(1)
  })
})

function startRacer(origin: string): ChildProcess {
  const program = fileURLToPath(new URL('../../../e2e/setup/token-racer.ts', import.meta.url))
  const racer = fork(program, [server.url, origin], { execArgv: ['--conditions=hongyan-source'] })
  onTestFinished(() => void racer.kill())
  return racer
}

async function messageOf(racer: ChildProcess): Promise<unknown> {
  const [message] = await once(racer, 'message')
  return message
}
