import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type RunningPostgres, startPostgres } from '../../../../e2e/setup/postgres.ts'
import { openStore } from '../open-store.ts'
import { furnish, MINUTE_MS } from '../store/conformance/test-store.ts'
import { checkKey } from './key-check.ts'
import { addKey, loadKeyRing } from './key-file.ts'
import { appSecretPlace } from './places.ts'
import { rotateKeys } from './rotate-keys.ts'

let postgres: RunningPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

const PLACE = appSecretPlace('ding', 'appSecret')

describe.each(['SQLite', 'PostgreSQL'])('rotating the keys of a store on %s', (engine) => {
  /** A stopped gateway's store with one secret. */
  async function stoppedGateway() {
    const directory = await mkdtemp(join(tmpdir(), 'hongyan-rotate-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    const databaseUrl = engine === 'SQLite' ? undefined : await postgres.createDatabase()
    const keyFile = join(directory, 'keys')
    const config = { data: join(directory, 'data'), databaseUrl, keyFile }
    await withStore(config, async (store) => {
      const ring = await loadKeyRing(keyFile)
      await checkKey(ring, store, keyFile)
      const { epoch } = await furnish(store)
      await store.changeApp('ding', { secrets: { appSecret: ring.seal('S3cret', PLACE) } })
      await store.changeApp('wecom', {
        secrets: { appSecret: ring.seal('other', appSecretPlace('wecom', 'appSecret')) },
      })
      await store.leave(epoch)
    })
    return config
  }

  /** As the next start of the gateway finds it. */
  const secretOf = (config: Config) =>
    withStore(config, async (store) => {
      const ring = await loadKeyRing(config.keyFile)
      await checkKey(ring, store, config.keyFile)
      return ring.open((await store.app('ding'))?.secrets.appSecret ?? Buffer.of(), PLACE)
    })

  const keysIn = async ({ keyFile }: Config) => (await readFile(keyFile, 'utf8')).trim().split('\n')

  test('seals every secret with a new key, tells who did it, and keeps the old key for backups', async () => {
    const config = await stoppedGateway()

    expect(await rotateKeys(config, { forgetOlder: false })).toEqual({ kind: 'rotated', resealed: 3 })

    expect(await keysIn(config)).toHaveLength(2)
    expect(await secretOf(config)).toBe('S3cret')
    const { items } = await withStore(config, (store) => store.audit({ limit: 1 }))
    expect(items).toMatchObject([{ action: 'key_ring.rotate', client: 'local', after: { resealed: 3 } }])
  })

  test('can let the old keys go, and the secrets open without them', async () => {
    const config = await stoppedGateway()
    const [old] = await keysIn(config)

    await rotateKeys(config, { forgetOlder: true })

    const kept = await keysIn(config)
    expect(kept).toHaveLength(1)
    expect(kept).not.toContain(old)
    expect(await secretOf(config)).toBe('S3cret')
  })

  test('loses nothing if it dies with the key written and nothing sealed, and is simply run again', async () => {
    const config = await stoppedGateway()
    await addKey(config.keyFile)
    expect(await secretOf(config)).toBe('S3cret')

    expect(await rotateKeys(config, { forgetOlder: true })).toEqual({ kind: 'rotated', resealed: 3 })

    expect(await keysIn(config)).toHaveLength(1)
    expect(await secretOf(config)).toBe('S3cret')
  })

  test('changes nothing with the key file of another store', async () => {
    const config = await stoppedGateway()
    const wrong = { ...config, keyFile: `${config.keyFile}.wrong` }

    await expect(rotateKeys(wrong, { forgetOlder: true })).rejects.toThrow(
      'is not the key file of this store',
    )

    expect(await secretOf(config)).toBe('S3cret')
  })
})

test('nodes that run on PostgreSQL are named, and nothing is changed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-rotate-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const keyFile = join(directory, 'keys')
  const config = { data: directory, databaseUrl: await postgres.createDatabase(), keyFile }
  await withStore(config, (store) => store.registerNode({ name: 'host-a:7', leaseMs: MINUTE_MS }))
  await loadKeyRing(keyFile)
  const before = await readFile(keyFile, 'utf8')

  expect(await rotateKeys(config, { forgetOlder: true })).toEqual({ kind: 'running', nodes: ['host-a:7'] })

  expect(await readFile(keyFile, 'utf8')).toBe(before)
})

type Config = Parameters<typeof rotateKeys>[0]

async function withStore<Result>(
  config: Config,
  use: (store: Awaited<ReturnType<typeof openStore>>) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(config)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}
