import { BlockList } from '../block-list.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'

const MINUTE_MS = 60_000

/**
 * 20 requests a minute, then ten minutes of nothing (《自定义机器人发送群消息》). It counts by the token as it stands
 * in the URL, before anything is known about it: tokens that nobody has were seen throttled too.
 */
export class WebhookThrottle {
  readonly #limits: World['limits']
  readonly #sent = new SlidingWindow()
  readonly #bans = new BlockList()

  constructor(limits: World['limits']) {
    this.#limits = limits
  }

  /** Counts the request; requests during a ban neither count nor prolong it. */
  admits(token: string, now: number): boolean {
    const limit = this.#limits.get('dingtalk.robotPerMinute')
    if (limit === null) return true
    if (this.#bans.holds(token, now, limit)) return false
    if (this.#sent.countAfter(token, now - MINUTE_MS) < limit) {
      this.#sent.add(token, now)
      return true
    }
    this.#sent.clear(token)
    this.#bans.begin(token, now + (this.#limits.get('dingtalk.robotBanMs') ?? 0), limit)
    return false
  }
}
