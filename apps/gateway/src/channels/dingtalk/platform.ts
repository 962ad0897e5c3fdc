import type { JsonObject, RecipientKind, Text } from '@hongyan/contract'
import { createDingTalk, type DingTalk, type DingTalkOptions } from '@hongyan/dingtalk'
import * as z from 'zod'
import type { AppKind } from '../channel.ts'
import { diagnoseAppBy } from '../diagnosis.ts'
import { familyError, findingOf, questionFailureOf, sendableTokens } from '../failure.ts'
import { field, secret } from '../fields.ts'
import type { Check, LookUp, Way } from '../session.ts'
import { workRefusals } from './refusals.ts'

const CREDENTIALS_PAGE: Text = {
  zh: '开发者后台 open-dev.dingtalk.com → 应用开发 → 应用 → 凭证与基础信息',
  en: 'Developer console open-dev.dingtalk.com → App development → the app → Credentials and basic information',
}

const credentials = z.strictObject({
  corpId: field(z.string().min(1).max(64), {
    label: { zh: '企业 CorpId', en: 'CorpId of the organisation' },
    where: {
      zh: '开发者后台 open-dev.dingtalk.com → 首页右上角',
      en: 'Developer console open-dev.dingtalk.com → home page, upper right',
    },
  }),
  appKey: field(z.string().min(1).max(128), {
    label: { zh: 'Client ID（原 AppKey）', en: 'Client ID (formerly AppKey)' },
    where: CREDENTIALS_PAGE,
  }),
  appSecret: secret(
    { zh: 'Client Secret（原 AppSecret）', en: 'Client Secret (formerly AppSecret)' },
    CREDENTIALS_PAGE,
  ),
  agentId: field(z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER), {
    label: { zh: 'AgentId（原企业内部应用 AgentId）', en: 'AgentId' },
    where: CREDENTIALS_PAGE,
  }),
})

/** An internal app (企业内部应用) of one organisation. */
export const dingtalkApp: AppKind = {
  name: 'dingtalk.app',
  platform: 'dingtalk',
  title: { zh: '钉钉企业内部应用', en: 'DingTalk internal app' },
  owner: 'app',
  credentials,
  corpOf: (values) => credentials.parse(values).corpId,
  lookUps: ['mobile'],
}

/** A client of the app; its connections and tokens are those of the way. */
export function openDingtalkApp(values: JsonObject, way: Way): DingTalk {
  const { appKey, appSecret, agentId } = credentials.parse(values)
  return createDingTalk({ appKey, appSecret, agentId, ...clientWay(way) })
}

export const clientWay = ({
  dispatcher,
  clock,
  hooks,
  budget,
  baseUrl,
  tokens,
}: Way): Pick<DingTalkOptions, 'dispatcher' | 'clock' | 'hooks' | 'budget' | 'baseUrl' | 'tokens'> => ({
  dispatcher,
  clock,
  hooks,
  budget,
  baseUrl,
  tokens: sendableTokens(tokens, 'dingtalk'),
})

/** Whom a mobile number belongs to. Does not count towards the month's calls. */
export async function lookUpByMobile(client: DingTalk, mobile: string): Promise<LookUp> {
  try {
    return { kind: 'found', platformId: (await client.users.requireByMobile(mobile)).userid }
  } catch (error) {
    const failure = familyError(error)
    // A number of a form that the platform refuses belongs to nobody.
    if (failure.kind === 'invalid' || NOBODY.has(failure.code ?? ''))
      return { kind: 'missing', finding: findingOf(failure, 'unknown_person') }
    return questionFailureOf(failure, workRefusals, 'lookup_failed')
  }
}

/** 「未找到该用户」 and 「企业中无效的手机号」: 钉钉「根据手机号查询用户」, 2026-08-22. */
const NOBODY: ReadonlySet<string> = new Set(['60121', '40104'])

/** Userids hold no comma and no space (钉钉「发送工作通知」, 2026-05-29: joined by commas); departments are numbers, the root is 1. */
export function checkDingtalkId(kind: RecipientKind, value: string): Text | undefined {
  if (kind === 'dept') return /^[1-9][0-9]{0,15}$/.test(value) ? undefined : NO_DEPT_ID
  if (kind !== 'user') return undefined
  return /^[^\s,]{1,64}$/.test(value) ? undefined : NO_USERID
}

const ASYNCSEND = '/topapi/message/corpconversation/asyncsend_v2'

/**
 * Asks the very interface that sends, without a message: DingTalk can only refuse that, and how it does tells whether
 * token, address, permission and agent are right. Costs one of the month's calls.
 */
export function diagnoseDingtalkApp(client: DingTalk, values: JsonObject): Promise<readonly Check[]> {
  const { agentId } = credentials.parse(values)
  const call = () => client.call('POST', ASYNCSEND, { agent_id: agentId, userid_list: 'hongyan-diagnose' })
  return diagnoseAppBy(call, workRefusals)
}

const NO_USERID: Text = {
  zh: '钉钉 userid 最长 64 个字符，不含逗号和空白。',
  en: 'A DingTalk userid has at most 64 characters, no comma and no space.',
}
const NO_DEPT_ID: Text = {
  zh: '钉钉部门 id 是正整数，根部门为 1。',
  en: 'A DingTalk department’s id is a positive integer; the root is 1.',
}
