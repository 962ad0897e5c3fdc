import {
  type Answer,
  type AnswerRules,
  judgeForeignAnswer,
  type Remedy,
  readShape,
  type Verdict,
} from '@hongyan/platform-call'
import { meaningOf } from './error-codes.ts'

/**
 * Reads the answer of a business API that always says `errcode`: only a 2xx with `errcode` 0 is a success. WeCom
 * answers its errors with HTTP 200, too (企业微信「全局错误码」, 2024-04-08).
 */
export const readAnswer: AnswerRules = (answer) => judge(answer, 'errcode_required')

/**
 * Reads the answer of any API: some leave `errcode` out when they succeed (企业微信「开发前必读」), so an object without
 * it is a success.
 */
export const readAnyAnswer: AnswerRules = (answer) => judge(answer, 'errcode_optional')

/** Reads the answer of media/get: a file that went to its place, or a refusal as JSON. */
export const readMediaAnswer: AnswerRules = (answer) =>
  answer.passedOnBytes === undefined
    ? judge(answer, 'errcode_required')
    : { kind: 'ok', body: { bytes: answer.passedOnBytes, headers: answer.headers } }

/**
 * Reads the answer of gettoken. There is no older token to blame, so a refused credential is final: asking again and
 * again with a wrong secret bars the caller's address for an hour (企业微信「全局错误码」45009, 2024-04-08).
 */
export const readGettokenAnswer: AnswerRules = (answer) => {
  const verdict = judge(answer, 'errcode_required')
  return verdict.kind === 'token' ? { ...verdict, kind: 'rejected', remedy: WRONG_SECRET } : verdict
}

function judge(answer: Answer, mode: 'errcode_required' | 'errcode_optional'): Verdict {
  const body = readShape(answer)
  if (body.shape !== 'object') return judgeForeignAnswer(answer, body)
  const code = codeOf(body.value.errcode)
  const isSuccess = code === '0' || (code === undefined && mode === 'errcode_optional')
  if (isSuccess && answer.status >= 200 && answer.status < 300) return { kind: 'ok', body: body.value }
  // Someone else's JSON, or a success that the HTTP status contradicts: not WeCom speaking.
  if (code === undefined || code === '0') return judgeForeignAnswer(answer, { shape: 'other' })
  return refusal(code, typeof body.value.errmsg === 'string' ? body.value.errmsg : undefined)
}

/** The code as text: some answers carry it as a number, some as a string. Anything else is no code of WeCom’s. */
function codeOf(errcode: unknown): string | undefined {
  const code = typeof errcode === 'number' ? String(errcode) : errcode
  return typeof code === 'string' && /^-?\d{1,9}$/.test(code) ? code : undefined
}

function refusal(code: string, text: string | undefined): Verdict {
  const said = { code, text, requestId: hintOf(text) }
  const meaning = meaningOf(code)
  if (!meaning) return { kind: 'rejected', ...said, remedy: lookUp(code) }
  const remedy = code === ADDRESS_NOT_TRUSTED ? withAddress(meaning.remedy, text) : meaning.remedy
  if (meaning.kind !== 'throttled') return { kind: meaning.kind, ...said, remedy }
  return { kind: 'throttled', ...said, remedy, retryAfterMs: meaning.wait }
}

/** What WeCom support asks for: `… hint: [1684833894235730688668522], from ip: …`; before 2021 with `_` and hex digits. */
function hintOf(text: string | undefined): string | undefined {
  return text?.match(/hint: \[([0-9a-f_]{10,64})\]/i)?.[1]
}

const ADDRESS_NOT_TRUSTED = '60020'

/** The address that WeCom saw is the one to trust; behind NAT or a proxy nobody else can tell it. */
function withAddress(remedy: Remedy, text: string | undefined): Remedy {
  const address = text?.match(/from ip: ([0-9a-fA-F.:]+)/)?.[1]
  if (!address) return remedy
  return {
    zh: `${remedy.zh}平台看到的 IP：${address}。`,
    en: `${remedy.en} The address WeCom saw: ${address}.`,
  }
}

function lookUp(code: string): Remedy {
  const page = `https://open.work.weixin.qq.com/devtool/query?e=${code}`
  return {
    zh: `请按平台原文处理，说明见 ${page}。`,
    en: `Act on the platform’s text; it is explained at ${page}.`,
  }
}

const WRONG_SECRET = {
  zh: 'secret 不正确、已被重置，或应用已停用。请在管理后台核对该应用的 secret。请勿反复尝试：多次失败会封禁调用方 IP 一小时。',
  en: 'The secret is wrong or was reset, or the app is disabled. Compare it with the admin console. Do not keep trying: repeated failures bar your address for an hour.',
}
