import {
  type ConnectionOptions,
  handOutToken,
  InputCheck,
  MemoryTokenStore,
  openConnection,
  parseBaseUrl,
  parseCallPath,
  type TokenStore,
} from '@hongyan/platform-call'
import { type Method, WecomApi } from './api.ts'
import { createMessages, type Messages } from './app-message.ts'
import { type Appchat, createAppchat } from './appchat.ts'
import { createDepartments, type Departments } from './department.ts'
import { createMedia, type Media } from './media.ts'
import { createTags, type Tags } from './tag.ts'
import { type AppCredential, createTokenSource } from './token.ts'
import { createUsers, type Users } from './user.ts'

/** One app of one corp on WeCom 企业微信, and how to reach the platform. */
export interface WecomOptions extends AppCredential, ConnectionOptions {
  /** 企业 ID: 我的企业 → 企业信息 in the admin console. */
  readonly corpid: string
  /** The app's AgentId: 应用管理 → the app. */
  readonly agentid: number | string
  /** The same app's Secret. It reaches the platform only, and no error, log or store key. */
  readonly secret: string
  /** Default `https://qyapi.weixin.qq.com`; a private deployment's or the sandbox's address, path prefix included. */
  readonly baseUrl?: string | undefined
  /** Where the token is kept; share one store between clients and processes to share the token. Default: in memory. */
  readonly tokens?: TokenStore | undefined
}

/** A client of one app. */
export interface Wecom {
  readonly users: Users
  readonly departments: Departments
  readonly tags: Tags
  readonly messages: Messages
  readonly appchat: Appchat
  readonly media: Media
  /**
   * Any other path, with the same token, host and errors, for example `call('GET', '/cgi-bin/user/get?userid=zhangsan')`.
   * Query parameters stand in the path; `body` is sent as JSON. Gives the answer's JSON as it is.
   *
   * @throws InvalidInputError, NotSentError, RejectedError, ThrottledError, TokenError, AmbiguousError
   */
  call(method: Method, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>>
  /**
   * The app's access token, for another program that calls with it instead of fetching one of its own.
   *
   * @param refused a token that the platform refused: if it is still the current one, it is renewed
   * @throws NotSentError, RejectedError, ThrottledError
   */
  accessToken(refused?: string): Promise<{ readonly value: string; readonly expiresAt: number }>
  /** Closes the connections after the calls under way, unless the dispatcher is yours. */
  close(): Promise<void>
}

export const DEFAULT_BASE_URL = 'https://qyapi.weixin.qq.com'

/**
 * @throws InvalidInputError if a credential is empty, `agentid` no number, or the base URL no URL; RangeError or Error for a
 * budget, a proxy or a certificate of the wrong form
 */
export function createWecom(options: WecomOptions): Wecom {
  const check = new InputCheck('wecom', 'createWecom')
  checkCredential(options, check)
  const { corpid, secret, tokens = new MemoryTokenStore() } = options
  const agentid = parseAgentid(options.agentid, check)
  const base = parseBaseUrl(check, 'baseUrl', options.baseUrl ?? DEFAULT_BASE_URL, DEFAULT_BASE_URL)

  const connection = openConnection(options)
  const token = createTokenSource({ corpid, agentid, secret, tokens }, base, connection)
  const api = new WecomApi(base, token, secret, connection)

  return {
    users: createUsers(api),
    departments: createDepartments(api),
    tags: createTags(api),
    messages: createMessages(api, agentid),
    appchat: createAppchat(api),
    media: createMedia(api, connection.clock),
    call: (method, path, body) => callAnything(api, method, path, body),
    accessToken: (refused) => handOutToken(token, refused),
    close: connection.close,
  }
}

async function callAnything(
  api: WecomApi,
  method: Method,
  pathWithQuery: string,
  content: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const check = new InputCheck('wecom', 'call')
  check.oneOf('method', method, ['GET', 'POST'])
  const { path, query } = parseCallPath(check, pathWithQuery, '/cgi-bin/user/get')
  const body = content === undefined ? {} : { body: JSON.stringify(content) }
  return api.request(method, path, { query, ...body, mayOmitErrcode: true })
}

function checkCredential(options: WecomOptions, check: InputCheck): void {
  check.object('options', options)
  check.text('corpid', options.corpid, WHERE_CORPID_STANDS)
  check.text('secret', options.secret, WHERE_SECRET_STANDS)
}

/** AgentIds have seven digits, those of the platform's own apps fewer; 0 exists, so that an empty text must not become it. */
function parseAgentid(agentid: number | string, check: InputCheck): number {
  return /^\d{1,15}$/.test(String(agentid)) ? Number(agentid) : check.refuse('agentid', NO_AGENTID)
}

const WHERE_CORPID_STANDS = {
  zh: '见管理后台“我的企业”页面的企业 ID。',
  en: 'It is the 企业 ID under 我的企业 in the admin console.',
}
const WHERE_SECRET_STANDS = {
  zh: '见管理后台“应用管理”中该应用的 Secret。',
  en: 'It is the Secret of the app under 应用管理 in the admin console.',
}
const NO_AGENTID = {
  zh: 'agentid 应为应用的 AgentId（纯数字），见管理后台“应用管理”中该应用的详情页。',
  en: 'agentid is the app’s AgentId, digits only; it stands on the app’s page under 应用管理 in the admin console.',
}
