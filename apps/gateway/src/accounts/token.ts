import { Refusal, type TokenView } from '@hongyan/contract'
import { type AnyPlatformCallError, isPlatformCallError } from '@hongyan/platform-call'
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
  try {
    const { value, expiresAt } = await account.session.token(refused)
    return { token: value, expiresAt: new Date(expiresAt).toISOString() }
  } catch (error) {
    throw isPlatformCallError(error) ? platformFailed(app, error) : error
  }
}

/** In the platform's words, which say more than that it failed. */
function platformFailed(app: string, { code, platformMessage, remedy }: AnyPlatformCallError): Refusal {
  const said = [code, platformMessage].filter((word) => word !== undefined).join(' ')
  return new Refusal('platform_failed', {
    field: 'name',
    value: app,
    ...(said !== '' && { detail: { zh: `平台的回答：${said}`, en: `The platform says: ${said}` } }),
    next: remedy,
  })
}
