import type { Channel, Part, RepeatRule } from '../channels/channel.ts'
import { mark } from '../channels/mark.ts'
import { dayOf, startOfDay } from '../clock.ts'

/** What other messages have already put on the app. */
export interface Seen {
  readonly content: boolean
  /** The content with the first mark, the second … */
  readonly marks: readonly boolean[]
}

/** Since when content of another message makes the platform swallow ours. */
export function seenSince(repeats: RepeatRule, now: number): number {
  switch (repeats.kind) {
    case 'none':
      return now + 1
    case 'same_day':
      return startOfDay(dayOf(now))
    case 'window':
      return now - repeats.windowMs
  }
}

/** Equal alarms of one second that can be told apart; a further one goes out like the last of them. */
const MOST_MARKS = 9

/** The part with the time, with the time and (2), with the time and (3) … */
export const marked = (part: Part, channel: Channel, now: number): Part[] =>
  Array.from({ length: MOST_MARKS }, (_, copies) => channel.distinguish(part, mark(now, copies + 1)))

/** The part with the first mark that nobody has used for this content. */
export function firstUnseen(part: Part, marks: readonly boolean[], channel: Channel, now: number): Part {
  const copies = marks.indexOf(false)
  return channel.distinguish(part, mark(now, copies < 0 ? MOST_MARKS : copies + 1))
}
