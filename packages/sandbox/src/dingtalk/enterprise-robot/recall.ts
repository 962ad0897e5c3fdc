import type { ModernReply } from '../modern-gate.ts'
import type { Params } from '../params.ts'
import { robotRefusal } from './refusals.ts'

/** Keys per call of either recall (《批量撤回人与机器人会话中机器人消息》). */
const MOST_KEYS = 20

/** Takes back what each key stands for; `recall` answers undefined or why it could not. */
export function recallEach(params: Params, recall: (key: string) => string | undefined): ModernReply {
  const keys = params.list('processQueryKeys')
  if (keys.length === 0) return robotRefusal('invalidParameter.processQueryKey.missing')
  if (keys.length > MOST_KEYS) return robotRefusal('invalidParameter.processQueryKeys.overMax')
  const successResult: string[] = []
  const failedResult: Record<string, string> = {}
  for (const key of keys) {
    const reason = recall(key)
    if (reason === undefined) successResult.push(key)
    else failedResult[key] = reason
  }
  return { rule: 'dingtalk.robot.recall.ok', body: { successResult, failedResult } }
}
