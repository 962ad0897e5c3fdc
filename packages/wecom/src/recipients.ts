import { isPlatformCallError, isRecord } from '@hongyan/platform-call'

/** Whom the platform did not send to, as it names them (企业微信「发送应用消息」, 2025-09-24). Empty lists where it names nobody. */
export interface RefusedRecipients {
  /** Userids that do not exist or are outside the app's visible range; in lower case, whatever was sent. */
  readonly invaliduser: readonly string[]
  /** Department ids, as text. */
  readonly invalidparty: readonly string[]
  /** Tag ids, as text. */
  readonly invalidtag: readonly string[]
  /** Userids in range but without an API licence; third-party apps only. */
  readonly unlicenseduser: readonly string[]
}

/**
 * The list that names a userid, compared without regard to case as WeCom does; undefined if none does. That is not
 * proof of delivery: who comes in by a department or tag, or gets too many messages, is named nowhere.
 */
export function refusalOf(
  refused: RefusedRecipients,
  userid: string,
): 'invaliduser' | 'unlicenseduser' | undefined {
  const wanted = userid.toLowerCase()
  const isNamedIn = (list: readonly string[]) => list.some((named) => named.toLowerCase() === wanted)
  if (isNamedIn(refused.invaliduser)) return 'invaliduser'
  return isNamedIn(refused.unlicenseduser) ? 'unlicenseduser' : undefined
}

/**
 * The lists of a send that was refused because nobody in it is valid (81013): there they keep the case they came in.
 * Undefined for every other error.
 */
export function refusedRecipients(error: unknown): RefusedRecipients | undefined {
  if (!isPlatformCallError(error) || error.platform !== 'wecom' || error.code !== NOBODY_VALID)
    return undefined
  return readRefusedRecipients(error.answer)
}

const NOBODY_VALID = '81013'

/** Reads the lists from an answer; the platform leaves empty ones out, or writes them as an empty text. */
export function readRefusedRecipients(answer: unknown): RefusedRecipients {
  const { invaliduser, invalidparty, invalidtag, unlicenseduser } = isRecord(answer) ? answer : {}
  return {
    invaliduser: readList(invaliduser),
    invalidparty: readList(invalidparty),
    invalidtag: readList(invalidtag),
    unlicenseduser: readList(unlicenseduser),
  }
}

/** `"a|b"` as documented; an array or a comma list, as sister APIs answer, is understood alike. */
export function readList(value: unknown): string[] {
  const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[|,]/)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
