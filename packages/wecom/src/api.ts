import {
  type AnswerRules,
  type CallerOptions,
  type CallHooks,
  type Clock,
  createCaller,
  createDispatcher,
  type EgressOptions,
  MemoryTokenStore,
  systemClock,
  type TimeBudget,
  type TokenStore,
  withToken,
} from '@hongyan/platform-call'
import { readAnswer, readGettokenAnswer } from './errors.ts'
import { createTokenSource } from './token.ts'

/** What `createWecom` takes: one app of one corp, and how to reach the platform. */
export interface WecomOptions {
  /** 企业 ID: 我的企业 → 企业信息 in the admin console. */
  readonly corpid: string
  /** The app's AgentId: 应用管理 → the app. */
  readonly agentid: number
  /** The same app's Secret. It reaches the platform only, and no error, log or store key. */
  readonly secret: string
  /** Default `https://qyapi.weixin.qq.com`; a private deployment's or the sandbox's address, path prefix included. */
  readonly baseUrl?: string | undefined
  /** A way out of your own; it stays yours to close. Default: one made from `egress`. */
  readonly dispatcher?: CallerOptions['dispatcher'] | undefined
  /** Proxy, extra certificates, connections. Without effect beside `dispatcher`. */
  readonly egress?: EgressOptions | undefined
  /** Where tokens are kept. Default: in memory, for this client alone. */
  readonly tokens?: TokenStore | undefined
  /** How long one call may take. Default 10 s for the answer, 15 s for the whole. */
  readonly budget?: Partial<TimeBudget> | undefined
  /** Logging and metrics. */
  readonly hooks?: CallHooks | undefined
  /** What a token's age is reckoned by. Default: the machine's time. */
  readonly clock?: Clock | undefined
}

/** One call with the app's token. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST'
  /** As documented, for example `/cgi-bin/message/send`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** JSON, sent byte for byte. */
  readonly body?: string
  /** How the answer is read. Default: `readAnswer`. */
  readonly rules?: AnswerRules
}

/** The platform as one app sees it. */
export interface WecomApi {
  /** The body of a success; everything else throws. A refused token is renewed once. */
  call(request: ApiRequest): Promise<unknown>
  close(): Promise<void>
}

const PUBLIC_PLATFORM = 'https://qyapi.weixin.qq.com'

/** Binds an app's token, its way out and WeCom's rules together. */
export function createApi(options: WecomOptions): WecomApi {
  const base = new URL(options.baseUrl ?? PUBLIC_PLATFORM)
  const pathPrefix = base.pathname.replace(/\/+$/, '')
  const dispatcher = options.dispatcher ?? createDispatcher(options.egress)
  const way = { dispatcher, budget: options.budget, hooks: options.hooks }
  const source = createTokenSource({
    corpid: options.corpid,
    agentid: options.agentid,
    secret: options.secret,
    origin: base.origin,
    pathPrefix,
    clock: options.clock ?? systemClock,
    tokens: options.tokens ?? new MemoryTokenStore(),
    call: createCaller(readGettokenAnswer, way),
  })

  return {
    async call({ method, path, query, body, rules = readAnswer }) {
      const send = createCaller(rules, way)
      const answer = await withToken(source, (token) =>
        send({
          platform: 'wecom',
          method,
          origin: base.origin,
          path: pathPrefix + path,
          // WeCom reads the token from the query only (企业微信「全局错误码」41001, 2024-04-08).
          query: { ...query, access_token: token },
          ...(body === undefined ? {} : { body, headers: JSON_HEADERS }),
          secrets: [token, options.secret],
        }),
      )
      return answer.body
    },
    async close() {
      if (!options.dispatcher) await dispatcher.close()
    },
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' }
