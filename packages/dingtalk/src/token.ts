import {
  AmbiguousError,
  type Connection,
  createCaller,
  type FetchedToken,
  isRecord,
  type OutgoingRequest,
  TokenSource,
  type TokenStore,
  tokenKey,
} from '@hongyan/platform-call'
import type { DingTalkRules } from './errors.ts'
import type { Hosts } from './hosts.ts'
import { TOKEN_LIFETIME_S, TOKEN_RENEW_EARLY_MS } from './limits.ts'

/**
 * Which interface hands out the token. Each gives one for the whole app, taken by both hosts:
 * `gettoken` is 钉钉「获取企业内部应用的access_token」(2026-07-22), `oauth2` is 「获取企业内部应用的accessToken」(2026-08-22),
 * and with a corpId it is the one for all kinds of apps, 「获取应用的 Access Token」(2026-08-22).
 */
export type TokenEndpoint = 'gettoken' | 'oauth2' | { readonly corpId: string }

/** The credential of an internal app. */
export interface AppCredential {
  readonly appKey: string
  readonly appSecret: string
}

/**
 * The app's token, renewed ten minutes early: DingTalk then gives the same one again and prolongs it, so those who
 * still hold it lose nothing.
 */
export function createTokenSource(
  app: AppCredential & { readonly tokenEndpoint: TokenEndpoint; readonly tokens: TokenStore },
  hosts: Hosts,
  connection: Connection,
  rules: DingTalkRules,
): TokenSource {
  const { origin, prefix } = hosts.oapi
  return new TokenSource({
    store: app.tokens,
    key: tokenKey({
      platform: 'dingtalk',
      names: [app.appKey],
      secret: app.appSecret,
      baseUrl: origin + prefix,
    }),
    fetch: chooseFetch(app, hosts, connection, rules),
    renewEarlyMs: TOKEN_RENEW_EARLY_MS,
    clock: connection.clock,
  })
}

function chooseFetch(
  app: AppCredential & { readonly tokenEndpoint: TokenEndpoint },
  hosts: Hosts,
  connection: Connection,
  { credential }: DingTalkRules,
): () => Promise<FetchedToken> {
  const { tokenEndpoint } = app
  if (tokenEndpoint === 'gettoken')
    return createFetch(gettokenRequest(app, hosts), credential.oapi, connection)
  const request =
    tokenEndpoint === 'oauth2' ? oauth2Request(app, hosts) : unifiedRequest(app, hosts, tokenEndpoint.corpId)
  return createFetch(request, credential.api, connection)
}

function gettokenRequest({ appKey, appSecret }: AppCredential, { oapi }: Hosts): OutgoingRequest {
  return {
    platform: 'dingtalk',
    method: 'GET',
    origin: oapi.origin,
    path: `${oapi.prefix}/gettoken`,
    query: { appkey: appKey, appsecret: appSecret },
    secrets: [appSecret],
  }
}

function oauth2Request({ appKey, appSecret }: AppCredential, { api }: Hosts): OutgoingRequest {
  return {
    platform: 'dingtalk',
    method: 'POST',
    origin: api.origin,
    path: `${api.prefix}/v1.0/oauth2/accessToken`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ appKey, appSecret }),
    secrets: [appSecret],
  }
}

function unifiedRequest(
  { appKey, appSecret }: AppCredential,
  { api }: Hosts,
  corpId: string,
): OutgoingRequest {
  return {
    platform: 'dingtalk',
    method: 'POST',
    origin: api.origin,
    path: `${api.prefix}/v1.0/oauth2/${encodeURIComponent(corpId)}/token`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: appKey, client_secret: appSecret, grant_type: 'client_credentials' }),
    secrets: [appSecret],
  }
}

function createFetch(
  request: OutgoingRequest,
  rules: DingTalkRules['oapi'],
  connection: Connection,
): () => Promise<FetchedToken> {
  const send = createCaller(rules, connection.caller)
  return async () => {
    // The lifetime counts from before the question: better a little short than a token that ended on its way here.
    const askedAt = connection.clock.now()
    const { body } = await send(request)
    const answer = isRecord(body) ? body : {}
    const value = answer.access_token ?? answer.accessToken
    if (typeof value !== 'string' || value === '') throw tokenMissing(request)
    const lifetimeS = Number(answer.expires_in ?? answer.expireIn ?? TOKEN_LIFETIME_S)
    return { value, expiresAt: askedAt + (Number.isFinite(lifetimeS) ? lifetimeS : TOKEN_LIFETIME_S) * 1000 }
  }
}

function tokenMissing({ method, path }: OutgoingRequest): AmbiguousError {
  return new AmbiguousError('success without a token', {
    platform: 'dingtalk',
    endpoint: `${method} ${path}`,
    remedy: {
      zh: '应答里没有 access_token。请检查 baseUrl 是否指向钉钉。',
      en: 'The answer holds no access token. Check that the base URL leads to DingTalk.',
    },
  })
}
