import {
  type Answer,
  type AnswerRules,
  type Clock,
  isRecord,
  judgeForeignAnswer,
  type Remedy,
  readShape,
  type Verdict,
} from '@hongyan/platform-call'
import { type CodeMeaning, meaningOf } from './error-codes.ts'
import { ADDRESS_BAN_MS } from './limits.ts'
import { robotSecurityRemedy } from './robot-security.ts'

/**
 * How each kind of endpoint is read. Old and new host differ in where success and code stand; the token and robot
 * endpoints carry a credential of their own, so that a refused one is not to be renewed.
 */
export interface DingTalkRules {
  /** `oapi.dingtalk.com`: HTTP 200 also for errors, success only as `errcode` 0. */
  readonly oapi: AnswerRules
  /** `api.dingtalk.com`: success as HTTP 2xx, errors as `{code, message, requestid}`. */
  readonly api: AnswerRules
  /** Where an app's key and secret are sent. */
  readonly credential: { readonly oapi: AnswerRules; readonly api: AnswerRules }
  /** A robot's webhook. */
  readonly robot: AnswerRules
}

/** The clock tells how long a quota of the day or month still lasts. */
export function createRules(clock: Clock): DingTalkRules {
  const oapi: AnswerRules = (answer) => judge(answer, readOapi(answer), clock)
  const api: AnswerRules = (answer) => judge(answer, readApi(answer), clock)
  return {
    oapi,
    api,
    credential: { oapi: refusing(oapi, CHECK_CREDENTIAL), api: refusing(api, CHECK_CREDENTIAL) },
    robot: refusing(oapi, CHECK_WEBHOOK),
  }
}

/** What a body says, before its code is looked up. */
type Reading =
  | { readonly end: 'ok'; readonly body: Body; readonly requestId: string | undefined }
  | {
      readonly end: 'refused'
      /** The effective code, most specific first; what the caller sees is the first. */
      readonly codes: readonly string[]
      readonly text: string | undefined
      readonly requestId: string | undefined
      readonly scopes: readonly string[]
    }
  | { readonly end: 'foreign' }

type Body = Readonly<Record<string, unknown>>

function readOapi(answer: Answer): Reading {
  const shape = readShape(answer)
  if (shape.shape !== 'object') return { end: 'foreign' }
  const body = shape.value
  const errcode = wordOf(body.errcode)
  if (isAddressBan(body)) return refusal(body, [ADDRESS_BAN_CODE])
  if (errcode === undefined) {
    const code = wordOf(body.code)
    return code === undefined ? { end: 'foreign' } : refusal(body, [code])
  }
  if (errcode === '0') {
    return isSuccess(answer) ? { end: 'ok', body, requestId: wordOf(body.request_id) } : { end: 'foreign' }
  }
  const subCode = wordOf(body.sub_code)
  if (subCode === undefined) return refusal(body, [errcode])
  // 88 only wraps: what its sub_code means is never "busy", which 88 alone does.
  return refusal(body, errcode === GATEWAY_CODE ? [subCode] : [subCode, errcode])
}

function readApi(answer: Answer): Reading {
  if (answer.status === 204) return { end: 'ok', body: {}, requestId: undefined }
  const shape = readShape(answer)
  if (shape.shape !== 'object') return { end: 'foreign' }
  const body = shape.value
  if (isAddressBan(body)) return refusal(body, [ADDRESS_BAN_CODE])
  // An unknown path of the new host is answered in the old host's form, with HTTP 200.
  const errcode = wordOf(body.errcode)
  if (errcode !== undefined && errcode !== '0') return readOapi(answer)
  const code = wordOf(body.code)
  if (isSuccess(answer) && !(code !== undefined && 'requestid' in body)) {
    return { end: 'ok', body, requestId: undefined }
  }
  return code === undefined ? { end: 'foreign' } : refusal(body, [code])
}

function refusal(body: Body, codes: readonly string[]): Reading {
  return {
    end: 'refused',
    codes,
    text: wordOf(body.sub_msg) ?? wordOf(body.errmsg) ?? wordOf(body.message),
    requestId: wordOf(body.request_id) ?? wordOf(body.requestid),
    scopes: requiredScopes(body),
  }
}

function judge(answer: Answer, reading: Reading, clock: Clock): Verdict {
  switch (reading.end) {
    case 'ok':
      return { kind: 'ok', body: reading.body, requestId: reading.requestId }
    case 'foreign':
      return judgeForeign(answer)
    case 'refused': {
      const { text, requestId, scopes } = reading
      const [code = ''] = reading.codes
      const meaning = meaningHere(reading.codes, text) ?? meaningOfUnknown(answer)
      const refusal = { code, text, requestId, remedy: withScopes(meaning.remedy, scopes) }
      if (meaning.kind !== 'throttled') return { kind: meaning.kind, ...refusal }
      return { kind: 'throttled', ...refusal, retryAfterMs: waitMs(meaning.wait, clock.now()) }
    }
  }
}

/** The table's meaning, except where one code stands for several causes that only the text tells apart. */
function meaningHere(codes: readonly string[], text = ''): CodeMeaning | undefined {
  const [code] = codes
  if (code === '40000' && text.includes('access_token is blank')) return meaningOf('41001')
  if (code === '310000') return { kind: 'rejected', remedy: robotSecurityRemedy(text) }
  return codes.map(meaningOf).find((meaning) => meaning !== undefined)
}

function meaningOfUnknown(answer: Answer): CodeMeaning {
  if (answer.status >= 500) return { kind: 'ambiguous', remedy: UNKNOWN_FAILURE }
  return { kind: answer.status === 429 ? 'throttled' : 'rejected', remedy: UNKNOWN_CODE }
}

/** No JSON of the platform's: its firewall's HTML page, or somebody in between. */
function judgeForeign(answer: Answer): Verdict {
  const shape = readShape(answer)
  // Somebody else's JSON, or a success that the HTTP status contradicts.
  if (shape.shape === 'object') return judgeForeignAnswer(answer, { shape: 'other' })
  const mayBeBan = answer.status < 300 || (answer.status >= 400 && answer.status < 500)
  if (shape.shape !== 'html' || !mayBeBan) return judgeForeignAnswer(answer, shape)
  const text = answer.text.slice(0, FOREIGN_TEXT_LENGTH)
  return { kind: 'throttled', retryAfterMs: ADDRESS_BAN_MS, text, remedy: HTML_PAGE }
}

/** Where there is no token to renew, a refused credential is a refusal like others. */
function refusing(rules: AnswerRules, remedy: Remedy): AnswerRules {
  return (answer) => {
    const verdict = rules(answer)
    return verdict.kind === 'token' ? { ...verdict, kind: 'rejected', remedy } : verdict
  }
}

/** Milliseconds from `now` until a wait ends. Asia/Shanghai is UTC+8 all year. */
function waitMs(wait: CodeMeaning['wait'], now: number): number | undefined {
  if (wait === undefined || typeof wait === 'number') return wait
  const there = new Date(now + SHANGHAI_OFFSET_MS)
  const year = there.getUTCFullYear()
  const month = there.getUTCMonth()
  const midnight =
    wait === 'next_day' ? Date.UTC(year, month, there.getUTCDate() + 1) : Date.UTC(year, month + 1, 1)
  return midnight - SHANGHAI_OFFSET_MS - now
}

function withScopes(remedy: Remedy, scopes: readonly string[]): Remedy {
  if (scopes.length === 0) return remedy
  const names = scopes.join(', ')
  return { zh: `${remedy.zh}需要的权限：${names}。`, en: `${remedy.en} Required: ${names}.` }
}

/** The new host lists missing permissions as data, the old one inside its text: `{requiredScopes=[a, b]}`. */
function requiredScopes(body: Body): string[] {
  const detail = body.accessdenieddetail
  const inText = /requiredScopes=\[([^\]]+)\]/.exec(wordOf(body.sub_msg) ?? wordOf(body.errmsg) ?? '')
  const listed = isRecord(detail) ? detail.requiredScopes : inText?.[1]?.split(/\s*,\s*/)
  return Array.isArray(listed)
    ? listed
        .map(String)
        .filter((scope) => SCOPE.test(scope))
        .slice(0, MOST_SCOPES)
    : []
}

/** `qyapi_base`, `Contact.User.Read`. What looks otherwise, or comes in a crowd, has no place in a sentence. */
const SCOPE = /^[\w.]{1,80}$/
const MOST_SCOPES = 10

/** Codes and texts come as strings or numbers, and empty where there are none. */
const wordOf = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined

const isSuccess = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300

/** `{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"…"}` */
const isAddressBan = (body: Body): boolean =>
  body.punish === 'deny' || wordOf(body.status) === ADDRESS_BAN_CODE

const ADDRESS_BAN_CODE = '1111'
const GATEWAY_CODE = '88'
const SHANGHAI_OFFSET_MS = 8 * 3_600_000
/** How much of an answer without code is looked at, in UTF-16 units: more than an error keeps after redaction. */
const FOREIGN_TEXT_LENGTH = 4096

const CHECK_CREDENTIAL = {
  zh: '换取 access_token 的凭证被拒绝。请核对 AppKey（Client ID）、AppSecret（Client Secret）和 baseUrl。',
  en: 'The credential for an access token was refused. Check AppKey (Client ID), AppSecret (Client Secret) and base URL.',
}
const CHECK_WEBHOOK = {
  zh: 'Webhook 的 access_token 缺失或不正确。请到群设置重新复制 Webhook 地址。',
  en: 'The webhook’s access_token is missing or wrong. Copy the webhook again from the group’s settings.',
}
const HTML_PAGE = {
  zh: '收到的是网页而不是 JSON：多半是出口 IP 因请求过多被封禁 5 分钟，期间请停止调用；若未大量调用，请检查 baseUrl 与代理。',
  en: 'A web page instead of JSON: most likely this address is shut out for 5 minutes after too many calls, so stop calling. If there were few, check base URL and proxy.',
}
const UNKNOWN_CODE = {
  zh: '钉钉返回了未收录的错误，请按平台原文处理，或凭 request id 咨询钉钉。',
  en: 'DingTalk gave an error that no table lists. Go by its text, or ask DingTalk with the request id.',
}
const UNKNOWN_FAILURE = {
  zh: '钉钉内部出错，可能已经执行。重试发送前请先查询结果。',
  en: 'DingTalk failed inside; it may have been executed. Ask for the result before repeating a send.',
}
