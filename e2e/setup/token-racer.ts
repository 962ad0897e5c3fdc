// A process of its own that asks for a token many times at once, as soon as its parent says so.
// Arguments: URL of Redis, origin that hands out tokens.
import { RedisTokenStore } from '@hongyan/platform-call'
import { createClient } from 'redis'

const REFRESHES = 500

const [, , redisUrl = '', origin = ''] = process.argv
const redis = await createClient({ url: redisUrl }).connect()
const store = new RedisTokenStore(redis, { pollMs: 5 })

const fetchToken = async () => ({ value: await (await fetch(origin)).text(), expiresAt: 1_800_000_000_000 })

process.once('message', async () => {
  const tokens = await Promise.all(
    Array.from({ length: REFRESHES }, () => store.refresh('raced', undefined, fetchToken)),
  )
  process.send?.([...new Set(tokens.map(({ value }) => value))])
  await redis.close()
  process.disconnect()
})
process.send?.('ready')
