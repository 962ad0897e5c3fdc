import type { ReasonCode, Text } from '@hongyan/contract'
import { familyError, findingOf, type RefusalTable } from './failure.ts'
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

/** In the order in which platforms look at a call of an app. */
const APP_CHECKS = ['token', 'address', 'permission', 'agent'] as const

const APP_CHECK_OF: Partial<Record<ReasonCode, (typeof APP_CHECKS)[number]>> = {
  secret_wrong: 'token',
  ip_not_trusted: 'address',
  permission_missing: 'permission',
  contacts_secret: 'permission',
  agent_wrong: 'agent',
}

/**
 * What the answer to a call that nobody can receive tells of an app: a platform looks at token, address, permission and
 * agent before it refuses the rest.
 */
export async function diagnoseAppBy(
  call: () => Promise<unknown>,
  refusals: RefusalTable,
): Promise<readonly Check[]> {
  try {
    await call()
  } catch (error) {
    const failure = familyError(error)
    const { code } = refusals.meaningOf(failure)
    const check = APP_CHECK_OF[code]
    if (check) return failedCheck(APP_CHECKS, check, findingOf(failure, code))
    if (failure.kind !== 'rejected')
      return failedCheck(APP_CHECKS, 'token', findingOf(failure, 'retries_exhausted'))
  }
  return passedChecks(APP_CHECKS)
}

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
