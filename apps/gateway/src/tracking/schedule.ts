import type { Channel } from '../channels/channel.ts'
import { readOptions } from '../messages/options.ts'
import type { StartedCall } from '../store/store.ts'

const MINUTE_MS = 60_000

/** When the first result of a call is asked for: platforms need seconds, and a minute gathers most of it. */
const FIRST_REPORT_MS = MINUTE_MS
/** An unfinished or incomplete result is asked for again after these pauses, at most three times in all. */
const REPEATS_MS = [5 * MINUTE_MS, 30 * MINUTE_MS] as const
/** While somebody waits the second question comes soon; the third still leaves a slow platform its time. */
const WATCHED_REPEATS_MS = [5000, 10 * MINUTE_MS] as const
/** Reads are asked for once more this long before the platform forgets the call. */
const READS_BEFORE_END_MS = 60 * MINUTE_MS
/** How often reads are asked for while somebody watches. */
const LIVE_READS_MS = 5000

/** When to ask for a started call's report; undefined where there is none or none is wanted. */
export function firstReportAt(
  { members, message }: Pick<StartedCall, 'members' | 'message'>,
  { report }: Channel,
  now: number,
): number | undefined {
  const namesPersons = members.every(
    ({ platformId, recipient }) => platformId !== null && isPersonal(recipient),
  )
  if (!report || !namesPersons || members.length > report.maxPeople) return undefined
  return readOptions(message.options).verify === 'none' ? undefined : now + FIRST_REPORT_MS
}

/** Mobiles and e-mails have become user ids by the time a call starts. */
const isPersonal = (recipient: StartedCall['members'][number]['recipient']): boolean =>
  recipient !== null && ['user', 'mobile', 'email'].includes(recipient.kind)

/** When an incomplete result is asked for again after so many questions; undefined after the last. */
export function nextResultAt(asked: number, watched: boolean, now: number): number | undefined {
  const pauseMs = (watched ? WATCHED_REPEATS_MS : REPEATS_MS)[asked - 1]
  return pauseMs === undefined ? undefined : now + pauseMs
}

/** When to ask for reads again; undefined once the last time has passed. */
export function nextReadsAt(
  reads: 'none' | 'final' | 'live',
  watched: boolean,
  window: { readonly sentAt: number; readonly windowMs: number },
  now: number,
): number | undefined {
  if (reads === 'none') return undefined
  const last = window.sentAt + window.windowMs - READS_BEFORE_END_MS
  if (now >= last) return undefined
  return reads === 'live' && watched ? Math.min(now + LIVE_READS_MS, last) : last
}
