import { startOfDay } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'
import { Refusal } from './envelope.ts'
import type { Member } from './recipients.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How many messages an application may still send: to the whole corp in a day, to one member in a while. */
export class SendAllowances {
  readonly #world: World
  readonly #personTimes = new SlidingWindow()
  readonly #exhaustedOn = new Map<string, number>()
  readonly #perMinute = new SlidingWindow()
  readonly #perHour = new SlidingWindow()

  constructor(world: World) {
    this.#world = world
  }

  /**
   * Debits a person-time for each member. Beyond the day's allowance the call is refused until the natural day
   * ends, or the members who are too many are dropped: a profile.
   */
  takePersonTimes(app: string, members: readonly Member[], now: number): readonly Member[] | Refusal {
    const perSeat = this.#world.limits.get('wecom.personTimesPerSeatPerDay')
    if (perSeat === null) return members
    const left = this.#leftToday(app, perSeat * this.#world.company.employees.length, now)
    if (members.length <= left) {
      this.#personTimes.add(app, now, members.length)
      return members
    }
    if (this.#world.profiles.get('wecom.dailyQuota') === '45009') {
      this.#exhaustedOn.set(app, startOfDay(now))
      return Refusal.of(45009, 'wecom.send.dailyQuota')
    }
    this.#personTimes.add(app, now, left)
    return members.slice(0, left)
  }

  /** True debits one message to this member; false means that it is dropped, and not counted. */
  takeTurn(app: string, { wecom }: Member, now: number): boolean {
    const owner = `${app} ${wecom.userid}`
    const { limits } = this.#world
    if (isFull(this.#perMinute, owner, now - MINUTE_MS, limits.get('wecom.memberPerMinute'))) return false
    if (isFull(this.#perHour, owner, now - HOUR_MS, limits.get('wecom.memberPerHour'))) return false
    this.#perMinute.add(owner, now)
    this.#perHour.add(owner, now)
    return true
  }

  #leftToday(app: string, allowance: number, now: number): number {
    const today = startOfDay(now)
    if (this.#exhaustedOn.get(app) === today) return 0
    return Math.max(0, Math.floor(allowance) - this.#personTimes.countAfter(app, today - 1))
  }
}

function isFull(window: SlidingWindow, owner: string, after: number, limit: number | null): boolean {
  return limit !== null && window.countAfter(owner, after) >= limit
}
