import type { ReasonCode } from '@hongyan/contract'
import type { DingTalk, Forbidden, SendResult } from '@hongyan/dingtalk'
import { familyError, findingOf, questionFailureOf } from '../failure.ts'
import type { PersonReport, RecallOutcome, Report } from '../session.ts'
import { workRefusals } from './refusals.ts'

/** What became of the people of a task. Costs one of the month's calls. */
export async function reportOfTask(client: DingTalk, receipt: string): Promise<Report> {
  try {
    return { kind: 'findings', people: readPeople(await client.work.getSendResult(Number(receipt))) }
  } catch (error) {
    const failure = questionFailureOf(error, workRefusals, 'rejected')
    if (failure.kind === 'later' || NO_SUCH_TASK.has(failure.finding.platformCode ?? '')) return failure
    // 41052 means "not finished"; wrong secret, address or permission can be set right while the result still waits.
    return { kind: 'later', finding: failure.finding, retryAfterMs: undefined }
  }
}

/** The task is not ours or its 24 hours are over: 40035 by the page of the progress, 400002 by that of the recall. */
const NO_SUCH_TASK: ReadonlySet<string> = new Set(['40035', '400002'])

function readPeople(result: SendResult): PersonReport[] {
  const explained = new Map(result.forbidden_list.map((entry) => [entry.userid, entry]))
  const forbidden = new Set([...result.forbidden_user_id_list, ...explained.keys()])
  return [
    ...result.read_user_id_list.map((platformId) => ({ platformId, state: 'read' }) as const),
    ...result.unread_user_id_list.map((platformId) => ({ platformId, state: 'delivered' }) as const),
    ...result.invalid_user_id_list.map(
      (platformId) => ({ platformId, state: 'invalid', finding: { code: 'unknown_user' } }) as const,
    ),
    ...result.failed_user_id_list.map(
      (platformId) => ({ platformId, state: 'failed', finding: { code: 'delivery_failed' } }) as const,
    ),
    ...[...forbidden].map((platformId) => readForbidden(platformId, explained.get(platformId))),
  ]
}

/**
 * Source: 钉钉「获取工作通知消息的发送结果」, 2026-07-13; the 1432xx are those of third-party apps. A limit of a minute is
 * not the end: the person provably did not get it, and may get it a minute later.
 */
const CODES: Readonly<Record<string, ReasonCode>> = {
  143103: 'minute_limit',
  143104: 'minute_limit',
  143203: 'minute_limit',
  143204: 'minute_limit',
  143105: 'person_daily_limit',
  143205: 'person_daily_limit',
  143106: 'repeated_today',
  143206: 'repeated_today',
  1430002: 'content_banned',
  1430004: 'person_protected',
}

function readForbidden(platformId: string, entry: Forbidden | undefined): PersonReport {
  const code = CODES[entry?.code ?? ''] ?? 'filtered'
  const state = code === 'minute_limit' ? 'dropped' : 'forbidden'
  const finding = {
    code,
    platformCode: entry?.code,
    platformText: entry?.meaning?.zh,
    remedy: entry?.remedy,
  }
  return { platformId, state, finding }
}

/** Takes a task back from everybody; DingTalk does not say from whom it succeeded. */
export async function recallTask(client: DingTalk, receipt: string): Promise<RecallOutcome> {
  try {
    await client.work.recall(Number(receipt))
    return { kind: 'recalled' }
  } catch (error) {
    const failure = familyError(error)
    if (NO_SUCH_TASK.has(failure.code ?? '')) {
      return { kind: 'too_late', finding: findingOf(failure, 'rejected') }
    }
    const unanswered = questionFailureOf(failure, workRefusals, 'rejected')
    return unanswered.kind === 'later' ? unanswered : { kind: 'failed', finding: unanswered.finding }
  }
}
