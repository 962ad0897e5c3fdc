import type { Route, SandboxAnswer } from '../exchange.ts'
import type { Corp, DingTalkApp } from './apps.ts'
import type { Envelopes } from './envelope.ts'
import { readModernBody } from './modern-body.ts'
import { Params } from './params.ts'
import type { TokenBook } from './tokens.ts'

/** The token interfaces of the new host. They give out the same tokens as /gettoken. */
export class OAuth2 {
  readonly #envelopes: Envelopes
  readonly #corp: Corp
  readonly #tokens: TokenBook

  constructor(envelopes: Envelopes, corp: Corp, tokens: TokenBook) {
    this.#envelopes = envelopes
    this.#corp = corp
    this.#tokens = tokens
  }

  /** POST /v1.0/oauth2/accessToken — 《获取企业内部应用的 accessToken》. */
  readonly accessToken: Route = (request) => {
    const params = readModernBody(request, ['appKey', 'appSecret'])
    if (!(params instanceof Params)) return this.#envelopes.modernRefusal(params)
    const app = this.#find(params.text('appKey'), params.text('appSecret'))
    if (!app) return this.#refuse(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret')
    const { token, expiresIn } = this.#tokens.fetch(app)
    return this.#envelopes.modern('dingtalk.oauth2.ok', { accessToken: token, expireIn: expiresIn })
  }

  /** POST /v1.0/oauth2/{corpId}/token — 《获取应用的 Access Token》; registered for the seeded corp only. */
  readonly corpToken: Route = (request) => {
    const params = readModernBody(request, ['client_id', 'client_secret', 'grant_type'])
    if (!(params instanceof Params)) return this.#envelopes.modernRefusal(params)
    if (params.text('grant_type') !== 'client_credentials') {
      return this.#refuse(400, 'unsupported.grant.type', 'unsupported grant type')
    }
    const app = this.#find(params.text('client_id'), params.text('client_secret'))
    if (!app) return this.#refuse(400, 'invalid.client', 'invalid client')
    const { token, expiresIn } = this.#tokens.fetch(app)
    return this.#envelopes.modern('dingtalk.oauth2.ok', { access_token: token, expires_in: expiresIn })
  }

  /** The same path with a corpId that nobody has; seen on the live service with an impossible one. */
  readonly unknownCorpToken: Route = () =>
    this.#envelopes.modernRefusalWithoutId('dingtalk.oauth2.unknownError', 500, 'unknownError', '未知错误')

  #refuse(status: number, code: string, message: string): SandboxAnswer {
    return this.#envelopes.modernRefusal({ rule: `dingtalk.oauth2.${code}`, status, code, message })
  }

  #find(key: string, secret: string): DingTalkApp | undefined {
    return this.#corp.apps.find((app) => app.appKey === key && app.appSecret === secret)
  }
}
