import {
  AmbiguousError,
  type Caller,
  type Clock,
  type FetchToken,
  isRecord,
  TokenSource,
  type TokenStore,
  tokenKey,
} from '@hongyan/platform-call'

/** Whose token, where it is kept and how it is asked for. */
export interface AppTokenOptions {
  readonly corpid: string
  readonly agentid: number
  readonly secret: string
  readonly origin: string
  /** Put before every path; empty for the public platform. */
  readonly pathPrefix: string
  readonly clock: Clock
  readonly tokens: TokenStore
  /** Calls gettoken under gettoken's own rules. */
  readonly call: Caller
}

/**
 * An app's access token (企业微信「获取access_token」): valid about 7 200 s, may be withdrawn earlier. It is never renewed
 * early, because inside its validity WeCom hands out the same token again.
 */
export function createTokenSource(app: AppTokenOptions): TokenSource {
  return new TokenSource({
    store: app.tokens,
    key: tokenKey({
      platform: 'wecom',
      names: [app.corpid, String(app.agentid)],
      secret: app.secret,
      baseUrl: app.origin + app.pathPrefix,
    }),
    fetch: fetchTokenOf(app),
    renewEarlyMs: 0,
    clock: app.clock,
  })
}

/**
 * How long an unchanged token is used on after the expiry it was first given: clocks differ, and without a pause every
 * call would ask again. A token that is truly dead is refused (42001) and renewed all the same. Unit: milliseconds.
 */
export const UNCHANGED_TOKEN_GRACE_MS = 5_000

function fetchTokenOf(app: AppTokenOptions): FetchToken {
  return async (stored) => {
    // Reckoned from before the request, so that it never ends later than the platform's own.
    const askedAt = app.clock.now()
    const { value, expiresInMs } = await askForToken(app)
    const isUnchanged = stored?.value === value
    if (!isUnchanged) return { value, expiresAt: askedAt + expiresInMs }
    // `expires_in` of a repeated answer says 7 200 again or counts down; the page leaves it open, the first one holds.
    return {
      value,
      expiresAt: askedAt < stored.expiresAt ? stored.expiresAt : askedAt + UNCHANGED_TOKEN_GRACE_MS,
    }
  }
}

async function askForToken(app: AppTokenOptions): Promise<{ value: string; expiresInMs: number }> {
  const path = `${app.pathPrefix}/cgi-bin/gettoken`
  const { body } = await app.call({
    platform: 'wecom',
    method: 'GET',
    origin: app.origin,
    path,
    query: { corpid: app.corpid, corpsecret: app.secret },
    secrets: [app.secret],
  })
  const { access_token: value, expires_in: seconds } = isRecord(body) ? body : {}
  const expiresInMs = Number(seconds) * 1000
  if (typeof value === 'string' && value !== '' && expiresInMs > 0) return { value, expiresInMs }
  throw new AmbiguousError('a success without access_token or expires_in', {
    platform: 'wecom',
    endpoint: `GET ${path}`,
    remedy: {
      zh: '应答里没有 access_token。请检查 baseUrl 与代理，应答可能不是企业微信给出的。',
      en: 'The answer holds no access token. Check base URL and proxy: it may not be WeCom that answered.',
    },
  })
}
