import type { JsonObject, ReasonCode, RecipientKind, Text } from '@hongyan/contract'
import { createWecom, type Wecom } from '@hongyan/wecom'
import * as z from 'zod'
import type { AppKind, LookUpKind } from '../channel.ts'
import { diagnoseAppBy } from '../diagnosis.ts'
import { familyError, findingOf, questionFailureOf, sendableTokens } from '../failure.ts'
import { field, secret } from '../fields.ts'
import type { Check, LookUp, Way } from '../session.ts'
import { wecomRefusals } from './refusals.ts'

const APP_PAGE: Text = {
  zh: '管理后台 work.weixin.qq.com → 应用管理 → 自建 → 该应用',
  en: 'Admin console work.weixin.qq.com → App management (应用管理) → self-built (自建) → the app',
}

const credentials = z.strictObject({
  corpid: field(z.string().min(1).max(64), {
    label: { zh: '企业 ID', en: 'Corp id' },
    where: {
      zh: '管理后台 work.weixin.qq.com → 我的企业 → 企业信息 → 最下方',
      en: 'Admin console work.weixin.qq.com → My company (我的企业) → Company information, at the bottom',
    },
  }),
  agentid: field(z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER), {
    label: { zh: 'AgentId', en: 'AgentId' },
    where: APP_PAGE,
  }),
  secret: secret(
    { zh: 'Secret（应用自己的，不是通讯录同步的）', en: 'Secret (the app’s own, not that of contact sync)' },
    APP_PAGE,
  ),
})

/** A self-built app (自建应用) of one company. */
export const wecomApp: AppKind = {
  name: 'wecom.app',
  platform: 'wecom',
  title: { zh: '企业微信自建应用', en: 'WeCom self-built app' },
  owner: 'app',
  credentials,
  corpOf: (values) => credentials.parse(values).corpid,
  lookUps: ['mobile', 'email'],
}

/** A client of the app; its connections and tokens are those of the way. */
export function openWecomApp(values: JsonObject, way: Way): Wecom {
  const { dispatcher, clock, hooks, budget, baseUrl, tokens } = way
  return createWecom({
    ...credentials.parse(values),
    dispatcher,
    clock,
    hooks,
    budget,
    baseUrl,
    tokens: sendableTokens(tokens, 'wecom'),
  })
}

/**
 * Whom a mobile number or a company mailbox belongs to. Personal addresses (`email_type` 2) are not asked for as well:
 * each further question may be a further miss, and misses are rationed.
 */
export async function lookUpMember(client: Wecom, kind: LookUpKind, value: string): Promise<LookUp> {
  try {
    const platformId = await (kind === 'mobile'
      ? client.users.requireUserid(value)
      : client.users.requireUseridByEmail(value))
    return { kind: 'found', platformId }
  } catch (error) {
    const failure = familyError(error)
    const code = failure.kind === 'invalid' ? 'unknown_person' : MISSES[failure.code ?? '']
    if (code) return { kind: 'missing', finding: findingOf(failure, code) }
    return questionFailureOf(failure, wecomRefusals, 'lookup_failed')
  }
}

/** A malformed number is nobody's; 46004 is also said of members whom the app may not see (企业微信「手机号获取userid」, 2025-08-29). */
const MISSES: Readonly<Record<string, ReasonCode>> = {
  60103: 'unknown_person',
  46004: 'unknown_or_out_of_range',
}

/** Userids: 企业微信「创建成员」, 1 to 64 bytes; departments and tags are numbers. */
export function checkWecomId(kind: RecipientKind, value: string): Text | undefined {
  if (kind === 'dept' || kind === 'tag') return /^[1-9][0-9]{0,9}$/.test(value) ? undefined : NO_NUMBER
  if (kind !== 'user') return undefined
  return /^[0-9A-Za-z][0-9A-Za-z_\-@.]{0,63}$/.test(value) ? undefined : NO_USERID
}

const SEND = '/cgi-bin/message/send'

/**
 * Asks the very interface that sends, for nobody: WeCom can only refuse that, and how it does tells whether token,
 * address, permission and agent are right. Sending is not counted among the limits of calls.
 */
export function diagnoseWecomApp(client: Wecom, values: JsonObject): Promise<readonly Check[]> {
  const { agentid } = credentials.parse(values)
  const call = () =>
    client.call('POST', SEND, { msgtype: 'text', agentid, text: { content: 'hongyan diagnose' } })
  return diagnoseAppBy(call, wecomRefusals)
}

const NO_USERID: Text = {
  zh: '企业微信 userid 为 1–64 个字母、数字或 _-@.，以字母或数字开头。',
  en: 'A WeCom userid is 1 to 64 letters, digits or _-@., beginning with a letter or digit.',
}
const NO_NUMBER: Text = {
  zh: '企业微信的部门与标签 id 是正整数。',
  en: 'WeCom’s ids of departments and tags are positive integers.',
}
