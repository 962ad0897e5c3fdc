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
  'wecom.card.titleMissing': {
    code: 41016,
    why: 'a card has a title; a text_notice may have a sub_title_text instead',
  },
  'wecom.card.actionCount': { code: 40058, why: 'an action_list has 1 to 3 entries' },
  'wecom.card.actionKey': { code: 40035, why: 'an action has a key of at most 1024 bytes' },
  'wecom.card.buttonCount': { code: 40058, why: 'a button_list has 1 to 6 entries' },
  'wecom.card.buttonKeyRepeated': { code: 42039, why: 'the keys of a card’s buttons differ' },
  'wecom.card.taskIdRepeated': { code: 42014, why: 'a task_id is used once in an app' },
  'wecom.taskcard.titleTooLong': { code: 40058, why: 'at most 128 bytes' },
  'wecom.taskcard.descriptionTooLong': { code: 40058, why: 'at most 512 bytes' },
  'wecom.taskcard.buttonCount': { code: 40058, why: '1 or 2 buttons' },
  'wecom.taskcard.keyRepeated': { code: 42018, why: 'the keys of a card’s buttons differ' },
  'wecom.robot.fieldMissing': {
    code: 40058,
    why: 'a robot’s image needs base64 and md5, its article title and url',
  },
  'wecom.robot.arraySize': { code: 40058, why: 'a robot’s news has 1 to 8 articles' },
  'wecom.update.noButtons': { code: 40058, why: 'the form `button` is for cards that have buttons' },
  'wecom.taskcard.useridsMissing': { code: 41009, why: 'an update of a taskcard names userids' },
  'wecom.statistics.timeType': { code: 40035, why: 'time_type is 0 or 1' },
} as const satisfies Record<string, Choice>

export function refuseByChoice(
  rule: keyof typeof chosenCodes,
  detail: Pick<Refusal, 'reason' | 'fields'> = {},
): Refusal {
  return refuse(rule, chosenCodes[rule].code, detail)
}
