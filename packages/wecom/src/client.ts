import { InputCheck } from '@hongyan/platform-call'
import { createApi, type WecomApi, type WecomOptions } from './api.ts'
import { createMessages, type Messages } from './app-message.ts'
import { readAnyAnswer } from './errors.ts'
import { createUsers, type Users } from './user.ts'

/** One app of one corp on WeCom 企业微信. */
export interface Wecom {
  /** Userids by mobile number and e-mail. */
  readonly users: Users
  /** Application messages: send, recall. */
  readonly messages: Messages
  /**
   * Any other API, with the same token, renewal and errors. The path is the documented one with its own query, for
   * example `call('GET', '/cgi-bin/user/get?userid=zhangsan')`; the access token is added. Gives the parsed answer.
   *
   * @throws RejectedError, ThrottledError, TokenError, NotSentError, AmbiguousError
   */
  call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>
  /** Closes the connections of this client; a dispatcher that was passed in stays open. */
  close(): Promise<void>
}

/**
 * A client for one app: `corpid` names the company, `agentid` and `secret` the app (企业微信「获取access_token」). The token
 * is fetched when first needed, kept until it expires, and renewed once if the platform refuses it.
 *
 * @throws InvalidInputError if a credential is missing
 */
export function createWecom(options: WecomOptions): Wecom {
  checkOptions(options)
  const api = createApi(options)
  return {
    users: createUsers(api),
    messages: createMessages(api, options.agentid),
    call: (method, path, body) => callAny(api, method, path, body),
    close: () => api.close(),
  }
}

function checkOptions({ corpid, agentid, secret }: WecomOptions): void {
  const check = new InputCheck('wecom', 'createWecom')
  check.text('corpid', corpid)
  check.text('secret', secret)
  if (Number.isSafeInteger(agentid) && agentid >= 0) return
  check.refuse('agentid', {
    zh: 'agentid 须为整数，见管理后台“应用管理”中该应用的 AgentId。',
    en: 'agentid must be a whole number: the AgentId of the app in the admin console (应用管理).',
  })
}

async function callAny(
  api: WecomApi,
  method: 'GET' | 'POST',
  pathAndQuery: string,
  body: object | undefined,
): Promise<unknown> {
  if (!pathAndQuery.startsWith('/')) {
    new InputCheck('wecom', 'call').refuse('path', {
      zh: '路径须以 / 开头，例如 /cgi-bin/user/get；域名由 baseUrl 决定。',
      en: 'A path begins with /, for example /cgi-bin/user/get; the host is that of the base URL.',
    })
  }
  const [path = '', query = ''] = pathAndQuery.split(/\?(.*)/s)
  return api.call({
    method,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    rules: readAnyAnswer,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
