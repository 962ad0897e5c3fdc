import { SCOPES } from '@hongyan/contract'
import type { Store } from '../store/store.ts'
import { authenticate, newApiKey } from './api-keys.ts'
import { readLocalAccess, writeLocalAccess } from './local-key.ts'

/** The client as which the command of this machine, and on a sandbox anybody, sends. */
export const LOCAL_CLIENT = 'local'

type LocalStore = Pick<Store, 'addClient' | 'apiKey' | 'addApiKey'>

/** Makes sure that the command finds this gateway and has a key that it takes. */
export async function provideLocalAccess(
  store: LocalStore,
  dataDirectory: string,
  url: string,
  now: number,
): Promise<void> {
  await store.addClient({ name: LOCAL_CLIENT, createdAt: now })
  const before = await readLocalAccess(dataDirectory)
  const isGood =
    before !== undefined &&
    typeof (await authenticate(before.key, (id) => store.apiKey(id), now)) !== 'string'
  const key = isGood ? before.key : await addKey(store, now)
  await writeLocalAccess(dataDirectory, { url, key })
}

async function addKey(store: LocalStore, now: number): Promise<string> {
  const { id, key, hash } = newApiKey()
  const open = { accounts: null, createdAt: now, expiresAt: null, revokedAt: null }
  await store.addApiKey({ id, client: LOCAL_CLIENT, hash, scopes: SCOPES, ...open })
  return key
}
