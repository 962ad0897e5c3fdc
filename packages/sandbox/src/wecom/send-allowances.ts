import { BlockList } from '../block-list.ts'
import { DAY_MS, startOfDay } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { Member } from './recipients.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How many messages an application may still send: to the whole corp in a day, to one member in a while. */
export class SendAllowances {
  readonly #world: World
  readonly #personTimes = new SlidingWindow()
  readonly #exhausted = new BlockList()
  readonly #perMember = [
    { limit: 'wecom.memberPerMinute', spanMs: MINUTE_MS, turns: new SlidingWindow() },
    { limit: 'wecom.memberPerHour', spanMs: HOUR_MS, turns: new SlidingWindow() },
  ]

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
    const left = this.#leftToday(app, perSeat, now)
    if (members.length <= left) {
      this.#personTimes.add(app, now, members.length)
      return members
    }
    if (this.#world.profiles.get('wecom.dailyQuota') === '45009') {
      this.#exhausted.begin(app, startOfDay(now) + DAY_MS, perSeat)
      return refuse('wecom.send.dailyQuota', 45009)
    }
    this.#personTimes.add(app, now, left)
    return members.slice(0, left)
  }

  /** True debits one message to this member; false means that it is dropped, and not counted. */
  takeTurn(app: string, { wecom }: Member, now: number): boolean {
    const owner = `${app} ${wecom.userid}`
    const limited = this.#perMember.filter(({ limit }) => this.#world.limits.get(limit) !== null)
    const isFull = limited.some(
      ({ limit, spanMs, turns }) =>
        turns.countAfter(owner, now - spanMs) >= (this.#world.limits.get(limit) ?? 0),
    )
    // While a limit is off nothing is counted, so that a benchmark does not fill the memory.
    if (!isFull) for (const { turns } of limited) turns.add(owner, now)
    return !isFull
  }

  #leftToday(app: string, perSeat: number, now: number): number {
    if (this.#exhausted.holds(app, now, perSeat)) return 0
    const allowance = Math.floor(perSeat * this.#world.company.employees.length)
    return Math.max(0, allowance - this.#personTimes.countAfter(app, startOfDay(now) - 1))
  }
}
