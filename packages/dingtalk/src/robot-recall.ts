import { InputCheck } from '@hongyan/platform-call'
import { type Fields, objectOf, textsOf } from './answer-fields.ts'
import { MAX_RECALL_KEYS } from './limits.ts'

/** Which messages were taken back. */
export interface RecallResult {
  readonly successResult: readonly string[]
  /** The reason by processQueryKey. */
  readonly failedResult: Readonly<Record<string, string>>
}

/** @throws InvalidInputError */
export function checkProcessQueryKeys(keys: readonly string[], path: string): void {
  const check = new InputCheck('dingtalk', `POST ${path}`)
  check.list('processQueryKeys', keys, { min: 1, max: MAX_RECALL_KEYS })
  for (const [index, key] of keys.entries()) check.text(`processQueryKeys[${index}]`, key)
}

export function readRecallResult(answer: Fields): RecallResult {
  const failures = Object.entries(objectOf(answer.failedResult))
  return {
    successResult: textsOf(answer.successResult),
    failedResult: Object.fromEntries(failures.map(([key, reason]) => [key, String(reason)])),
  }
}
