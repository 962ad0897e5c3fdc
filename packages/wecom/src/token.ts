import {
  type BaseUrl,
  type Connection,
  createCaller,
  type FetchedToken,
  type FetchToken,
  isRecord,
  TokenSource,
  type TokenStore,
  tokenKey,
} from '@hongyan/platform-call'
import { unusableAnswer } from './api.ts'
import { readGettokenAnswer } from './errors.ts'

/** The credential of an app: `corpid` names the company, `secret` is the app's own. */
export interface AppCredential {
  readonly corpid: string
  readonly secret: string
}

/**
 * An app's access token (企业微信「获取access_token」): valid about 7 200 s, may be withdrawn earlier. It is never renewed
 * early, because inside its validity WeCom hands out the same token again.
 */
export function createTokenSource(
  app: AppCredential & { readonly agentid: number; readonly tokens: TokenStore },
  base: BaseUrl,
  connection: Connection,
): TokenSource {
  const ask = createAsk(app, base, connection)
  return new TokenSource({
    store: app.tokens,
    key: tokenKey({
      platform: 'wecom',
      names: [app.corpid, String(app.agentid)],
      secret: app.secret,
      baseUrl: base.origin + base.prefix,
    }),
    fetch: keepingFirstExpiry(ask, connection),
    renewEarlyMs: 0,
    clock: connection.clock,
  })
}

/**
 * How long an unchanged token is used on after the expiry it was first given: clocks differ, and without a pause every
 * call would ask again. A token that is truly dead is refused (42001) and renewed all the same. Unit: milliseconds.
 */
export const UNCHANGED_TOKEN_GRACE_MS = 5_000

/** `expires_in` of a repeated answer says 7 200 again or counts down; the page leaves it open, the first one holds. */
function keepingFirstExpiry(ask: () => Promise<FetchedToken>, { clock }: Connection): FetchToken {
  return async (stored) => {
    const askedAt = clock.now()
    const fetched = await ask()
    if (stored?.value !== fetched.value) return fetched
    return {
      value: stored.value,
      expiresAt: askedAt < stored.expiresAt ? stored.expiresAt : askedAt + UNCHANGED_TOKEN_GRACE_MS,
    }
  }
}

function createAsk(
  { corpid, secret }: AppCredential,
  { origin, prefix }: BaseUrl,
  { caller, clock }: Connection,
): () => Promise<FetchedToken> {
  const send = createCaller(readGettokenAnswer, caller)
  const path = `${prefix}/cgi-bin/gettoken`
  return async () => {
    // The lifetime counts from before the question: better a little short than a token that ended on its way here.
    const askedAt = clock.now()
    const { body } = await send({
      platform: 'wecom',
      method: 'GET',
      origin,
      path,
      query: { corpid, corpsecret: secret },
      secrets: [secret],
    })
    const { access_token: value, expires_in: seconds } = isRecord(body) ? body : {}
    const lifetimeMs = Number(seconds) * 1000
    if (typeof value !== 'string' || value === '') throw unusableAnswer(`GET ${path}`, 'access_token')
    if (!(lifetimeMs > 0)) throw unusableAnswer(`GET ${path}`, 'expires_in')
    return { value, expiresAt: askedAt + lifetimeMs }
  }
}
