import type { Config } from '../config.ts'
import { openStore } from '../open-store.ts'
import type { Store } from '../store/store.ts'
import { checkKey } from './key-check.ts'
import { addKey, forgetOlderKeys, loadKeyRing } from './key-file.ts'
import { LOCAL_CLIENT } from './local-client.ts'

export type Rotation =
  | { readonly kind: 'rotated'; readonly resealed: number }
  /** Nodes that would go on sealing with the key they have read when they started. Nothing was changed. */
  | { readonly kind: 'running'; readonly nodes: readonly string[] }

/**
 * Gives a store whose gateway is stopped a new key: first it is in the file, on disk, then all secrets are sealed with
 * it in one transaction. Whoever dies in between leaves a ring that opens both, and a rotation that is simply run again.
 * The older keys stay, because backups of the data need them, until they are to be forgotten.
 *
 * @throws StoreLockedError while a gateway has the data directory
 * @throws SealError if the key file is not that of the store
 */
export async function rotateKeys(
  { data, databaseUrl, keyFile }: Pick<Config, 'data' | 'databaseUrl' | 'keyFile'>,
  { forgetOlder }: { readonly forgetOlder: boolean },
): Promise<Rotation> {
  const store = await openStore({ data, databaseUrl })
  try {
    const nodes = await store.livingNodes()
    if (nodes.length > 0) return { kind: 'running', nodes }
    await checkKey(await loadKeyRing(keyFile), store, keyFile)
    const resealed = await sealAllAnew(store, keyFile)
    if (forgetOlder) await forgetOlderKeys(keyFile)
    return { kind: 'rotated', resealed }
  } finally {
    await store.close()
  }
}

async function sealAllAnew(store: Store, keyFile: string): Promise<number> {
  const ring = await addKey(keyFile)
  const resealed = await store.reseal((sealed, place) => ring.sealAnew(sealed, place))
  const { realNow, offsetMs } = await store.time()
  await store.appendAudit({
    client: LOCAL_CLIENT,
    apiKeyId: null,
    action: 'key_ring.rotate',
    target: keyFile,
    from: 'command',
    at: realNow + offsetMs,
    before: null,
    after: { resealed },
  })
  return resealed
}
