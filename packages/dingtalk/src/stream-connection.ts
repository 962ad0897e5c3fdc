import {
  AmbiguousError,
  type Connection,
  createCaller,
  isRecord,
  type OpenWebSocket,
  openWebSocket,
  type WebSocketOptions,
} from '@hongyan/platform-call'
import { textOf } from './answer-fields.ts'
import type { DingTalkRules } from './errors.ts'
import type { Hosts } from './hosts.ts'
import { STREAM_OPEN_MS, STREAM_PING_MS } from './limits.ts'
import type { AppCredential } from './token.ts'

const OPEN = '/v1.0/gateway/connections/open'

/** Opens one connection after the other: asks where to, then goes there with the ticket, which is good for one within 90 s. */
export function createOpening(
  app: AppCredential & { readonly subscriptions: readonly object[] },
  hosts: Hosts,
  connection: Connection,
  rules: DingTalkRules,
): (onText: WebSocketOptions['onText']) => Promise<OpenWebSocket> {
  const call = createCaller(rules.credential.api, connection.caller)
  const body = JSON.stringify({
    clientId: app.appKey,
    clientSecret: app.appSecret,
    subscriptions: app.subscriptions,
    // Left out or empty it has been refused as invalid.
    ua: 'hongyan-dingtalk/0.1.0',
  })
  return async (onText) => {
    const answer = await call({
      platform: 'dingtalk',
      method: 'POST',
      origin: hosts.api.origin,
      path: hosts.api.prefix + OPEN,
      // Without it the answer is XML.
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body,
      secrets: [app.appSecret],
    })
    return openWebSocket({
      platform: 'dingtalk',
      dispatcher: connection.caller.dispatcher,
      url: readAddress(answer.body),
      onText,
      pingEveryMs: STREAM_PING_MS,
      openMs: STREAM_OPEN_MS,
    })
  }
}

function readAddress(body: unknown): string {
  const endpoint = isRecord(body) ? textOf(body.endpoint) : undefined
  const ticket = isRecord(body) ? textOf(body.ticket) : undefined
  if (!endpoint || !ticket || !/^wss?:\/\//.test(endpoint) || !URL.canParse(endpoint)) throw noAddress()
  const url = new URL(endpoint)
  url.searchParams.set('ticket', ticket)
  return url.href
}

const noAddress = (): AmbiguousError =>
  new AmbiguousError('success without endpoint and ticket', {
    platform: 'dingtalk',
    endpoint: `POST ${OPEN}`,
    remedy: {
      zh: '应答里没有 endpoint 和 ticket，无法建立 Stream 连接。请检查 baseUrl 是否指向钉钉。',
      en: 'The answer holds no endpoint and ticket, so no Stream connection can be made. Check that the base URL leads to DingTalk.',
    },
  })
