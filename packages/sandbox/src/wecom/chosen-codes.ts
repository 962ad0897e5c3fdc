import { type Refusal, refuse } from './envelope.ts'
import type { ErrorCode } from './errors.ts'

interface Choice {
  readonly code: ErrorCode
  /** What the documents do say. */
  readonly why: string
}

/**
 * Refusals that the documents demand without naming their code. Each is this sandbox's choice, listed in
 * limits-and-profiles.md: a client must not depend on the code, only on being refused.
 */
export const chosenCodes = {
  'wecom.miniprogram_notice.titleLength': { code: 40035, why: '4 to 12 characters' },
  'wecom.miniprogram_notice.descriptionLength': { code: 40035, why: '4 to 12 characters' },
  'wecom.miniprogram_notice.everyone': { code: 40035, why: 'the notices of a mini program know no @all' },
} as const satisfies Record<string, Choice>

export function refuseByChoice(rule: keyof typeof chosenCodes, fields?: object): Refusal {
  const { code } = chosenCodes[rule]
  return refuse(rule, code, fields && { fields })
}
