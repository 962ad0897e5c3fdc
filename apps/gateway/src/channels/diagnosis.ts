import type { Text } from '@hongyan/contract'
import type { Check, Finding } from './session.ts'

type CheckName = Check['name']

/** Everything tried is right. */
export const passedChecks = (names: readonly CheckName[]): readonly Check[] =>
  names.map((name) => ({ name, ok: true, sentence: PASSED[name] }))

/** A platform looks in a fixed order and stops at what is wrong: what comes before it is right, the rest unknown. */
export const failedCheck = (
  names: readonly CheckName[],
  failed: CheckName,
  finding: Finding,
): readonly Check[] => [
  ...passedChecks(names.slice(0, names.indexOf(failed))),
  { name: failed, ok: false, sentence: FAILED[failed], finding },
]

const PASSED: Readonly<Record<CheckName, Text>> = {
  token: { zh: '凭证有效', en: 'The credential is valid' },
  address: { zh: '出口 IP 可以调用', en: 'This address may call' },
  permission: { zh: '有发送消息的权限', en: 'The app may send messages' },
  agent: { zh: 'AgentId 属于该应用', en: 'The agent id is the app’s' },
  webhook: {
    zh: 'Webhook 有效（关键词、加签和 IP 段要到发送时才能得知）',
    en: 'The webhook is valid (keyword, signature and address show only when a message is sent)',
  },
}

const FAILED: Readonly<Record<CheckName, Text>> = {
  token: { zh: '拿不到可用的 access_token', en: 'No usable access token is to be had' },
  address: { zh: '出口 IP 不在可信名单里', en: 'This address is not a trusted one' },
  permission: { zh: '没有发送消息的权限', en: 'The app may not send messages' },
  agent: { zh: 'AgentId 不属于该应用', en: 'The agent id is not the app’s' },
  webhook: { zh: 'Webhook 不可用', en: 'The webhook does not work' },
}
