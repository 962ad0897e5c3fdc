import { DAY_MS, startOfDay } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'
import { type Refusal, refuse } from './envelope.ts'

const MINUTE_MS = 60_000

/** No app has this name. */
const CORP = ''

/** What concerns a whole send rather than its persons: it is refused, or accepted and dropped. */
export class SendLimits {
  readonly #world: World
  readonly #sends = new SlidingWindow()
  readonly #persons = new SlidingWindow()
  readonly #allStaffPerDay = new SlidingWindow()
  readonly #allStaffPerMinute = new SlidingWindow()

  constructor(world: World) {
    this.#world = world
  }

  /** Counts the send, or says why not. `drop`: the answer is a success and nobody receives anything. */
  admit(app: string, persons: number, toAll: boolean, now: number): Refusal | 'send' | 'drop' {
    const { limits } = this.#world
    const minute = now - MINUTE_MS
    if (!toAll && persons > most(limits.get('dingtalk.recipientsPerSend'))) {
      return refuse('dingtalk.recipientsPerSend', 41029)
    }
    if (this.#sends.countAfter(CORP, minute) >= most(limits.get('dingtalk.sendsPerMinute'))) {
      return refuse('dingtalk.sendsPerMinute', 41048)
    }
    const personTimes = this.#persons.countAfter(CORP, minute) + persons
    if (personTimes > most(limits.get('dingtalk.personTimesPerMinute'))) {
      return refuse('dingtalk.personTimesPerMinute', 41047)
    }
    const decision = toAll ? this.#admitAllStaff(app, now) : 'send'
    if (decision !== 'send') return decision
    this.#sends.add(CORP, now)
    this.#persons.add(CORP, now, persons)
    return 'send'
  }

  /** Three a day for an app (《服务端 API 错误码》, 41045); what the fourth one gets is an open question. */
  #admitAllStaff(app: string, now: number): Refusal | 'send' | 'drop' {
    const { limits, profiles } = this.#world
    const sentThisMinute = this.#allStaffPerMinute.countAfter(app, now - MINUTE_MS)
    if (sentThisMinute >= most(limits.get('dingtalk.allStaffPerMinute'))) {
      return refuse('dingtalk.allStaffPerMinute', 41046)
    }
    const day = profiles.get('dingtalk.dayBoundary') === 'natural_day' ? startOfDay(now) - 1 : now - DAY_MS
    if (this.#allStaffPerDay.countAfter(app, day) >= most(limits.get('dingtalk.allStaffPerDay'))) {
      const isSilent = profiles.get('dingtalk.fourthAllStaffSend') === 'silent_drop'
      return isSilent ? 'drop' : refuse('dingtalk.allStaffPerDay', 41045)
    }
    this.#allStaffPerDay.add(app, now)
    this.#allStaffPerMinute.add(app, now)
    return 'send'
  }
}

function most(limit: number | null): number {
  return limit ?? Number.POSITIVE_INFINITY
}
