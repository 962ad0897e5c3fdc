import { Refusal, type TokenView } from '@hongyan/contract'
import type { AccountDirectory } from './directory.ts'

/**
 * An app's access token, for other systems of the company that use the same app: were each to fetch its own, they would
 * make each other's invalid. `refused` is one that the platform no longer takes.
 */
export async function tokenOf(
  app: string,
  refused: string | undefined,
  directory: Pick<AccountDirectory, 'all'>,
): Promise<TokenView> {
  const account = directory.all().find((each) => each.app === app)
  if (!account?.session.token) throw new Refusal('not_found', { field: 'name', value: app })
  const { value, expiresAt } = await account.session.token(refused)
  return { token: value, expiresAt: new Date(expiresAt).toISOString() }
}
