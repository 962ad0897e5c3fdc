import {
  type ConnectionOptions,
  handOutToken,
  InputCheck,
  MemoryTokenStore,
  type OutgoingRequest,
  openConnection,
  parseCallPath,
  type TokenStore,
} from '@hongyan/platform-call'
import { DingTalkApi } from './api.ts'
import { type Cards, createCards } from './card.ts'
import { createDepartments, type Departments } from './department.ts'
import { createRules } from './errors.ts'
import { resolveHosts } from './hosts.ts'
import { createMediaFiles, type MediaFiles } from './media.ts'
import { createRobot, type Robot } from './robot.ts'
import { type AppCredential, createTokenSource, type TokenEndpoint } from './token.ts'
import { createUsers, type Users } from './user.ts'
import { createWorkNotifications, type WorkNotifications } from './work-notification.ts'

/** One internal app (企业内部应用) and how to reach DingTalk. */
export interface DingTalkOptions extends AppCredential, ConnectionOptions {
  /** Client ID, formerly AppKey. */
  readonly appKey: string
  /** Client Secret, formerly AppSecret. */
  readonly appSecret: string
  /** AgentId of the same app: in whose name work notifications are sent. */
  readonly agentId: number | string
  /** The robot in whose name `robot` sends. Default: the appKey, which it usually equals. */
  readonly robotCode?: string | undefined
  /** The older host. Default `https://oapi.dingtalk.com`. Any that is not the platform's own serves both generations. */
  readonly baseUrl?: string | undefined
  /** The newer host. Default `https://api.dingtalk.com`, or `baseUrl` as said there. */
  readonly apiBaseUrl?: string | undefined
  /** Default `gettoken`; a corpId chooses the newer one for all kinds of apps. */
  readonly tokenEndpoint?: TokenEndpoint | undefined
  /** Where the token is kept; share one store between clients and processes to share the token. Default: in memory. */
  readonly tokens?: TokenStore | undefined
}

/** A client of one app. */
export interface DingTalk {
  readonly users: Users
  readonly departments: Departments
  readonly work: WorkNotifications
  readonly media: MediaFiles
  readonly robot: Robot
  readonly cards: Cards
  /**
   * Any other path, with the same token, host and errors: `/topapi/…` and `/user/…` go to the older host, `/v1.0/…`
   * to the newer one. Query parameters stand in the path; `body` is sent as JSON. Gives the answer's JSON as it is.
   *
   * @throws InvalidInputError, NotSentError, RejectedError, ThrottledError, TokenError, AmbiguousError
   */
  call(
    method: OutgoingRequest['method'],
    path: string,
    body?: unknown,
  ): Promise<Readonly<Record<string, unknown>>>
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

/**
 * @throws InvalidInputError if a credential is empty, `agentId` no number, or a base URL no URL; RangeError or Error for a
 * budget, a proxy or a certificate of the wrong form
 */
export function createDingTalk(options: DingTalkOptions): DingTalk {
  checkOptions(options)
  const { appKey, appSecret, tokenEndpoint = 'gettoken', tokens = new MemoryTokenStore() } = options
  const agentId = parseAgentId(options.agentId)
  const hosts = resolveHosts(options.baseUrl, options.apiBaseUrl)

  const connection = openConnection(options)
  const rules = createRules(connection.clock)
  const token = createTokenSource({ appKey, appSecret, tokenEndpoint, tokens }, hosts, connection, rules)
  const api = new DingTalkApi(hosts, token, appSecret, connection, rules)

  return {
    users: createUsers(api),
    departments: createDepartments(api),
    work: createWorkNotifications(api, agentId),
    media: createMediaFiles(api),
    cards: createCards(api),
    robot: createRobot(options.robotCode ?? appKey, api, hosts, connection, rules),
    call: (method, path, body) => callAnything(api, method, path, body),
    accessToken: (refused) => handOutToken(token, refused),
    close: connection.close,
  }
}

async function callAnything(
  api: DingTalkApi,
  method: OutgoingRequest['method'],
  pathWithQuery: string,
  content: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const check = new InputCheck('dingtalk', 'call')
  check.oneOf('method', method, ['GET', 'POST', 'PUT', 'DELETE'])
  const { path, query } = parseCallPath(check, pathWithQuery, '/topapi/v2/user/get')
  const body = content === undefined ? {} : { body: JSON.stringify(content) }
  return (await api.request(method, path, { query, ...body })).body
}

function checkOptions(options: DingTalkOptions): void {
  const check = new InputCheck('dingtalk', 'createDingTalk')
  check.object('options', options)
  check.text('appKey', options.appKey, WHERE_IT_STANDS)
  check.text('appSecret', options.appSecret, WHERE_IT_STANDS)
  check.textOrNothing('robotCode', options.robotCode)
  const { tokenEndpoint } = options
  if (typeof tokenEndpoint === 'object') check.text('tokenEndpoint.corpId', tokenEndpoint.corpId)
  else check.oneOf('tokenEndpoint', tokenEndpoint, ['gettoken', 'oauth2'])
}

/** AgentIds are about ten digits long, hence exact as numbers. */
function parseAgentId(agentId: number | string): number {
  const number = Number(agentId)
  if (!Number.isSafeInteger(number) || number < 1)
    new InputCheck('dingtalk', 'createDingTalk').refuse('agentId', NO_AGENT_ID)
  return number
}

const WHERE_IT_STANDS = {
  zh: '请到开发者后台「凭证与基础信息」复制。',
  en: 'Copy it from the app’s credentials in the developer console.',
}
const NO_AGENT_ID = {
  zh: 'agentId 应为应用的 AgentId（纯数字），见开发者后台「凭证与基础信息」。',
  en: 'agentId is the app’s AgentId, digits only; it stands with the app’s credentials in the developer console.',
}
