import { BlockList } from '../block-list.ts'
import { SlidingWindow } from '../sliding-window.ts'

/**
 * A limit that blocks: whoever exceeds it is refused for as long as its span lasts, a limit per minute for
 * 60 s, one per hour for 60 min (《访问频率限制》, developer.work.weixin.qq.com/document/path/90312, 2023-08-28).
 */
export class BlockingWindow {
  readonly #spanMs: number
  readonly #calls = new SlidingWindow()
  readonly #blocks = new BlockList()

  constructor(spanMs: number) {
    this.#spanMs = spanMs
  }

  isBlocked(owner: string, now: number, limit: number | null): boolean {
    return limit !== null && this.#blocks.holds(owner, now, limit)
  }

  /** Counts one call, or begins the block and answers false. Refused calls do not prolong it. */
  admit(owner: string, now: number, limit: number | null): boolean {
    if (limit === null) return true
    if (this.isBlocked(owner, now, limit)) return false
    if (this.#calls.countAfter(owner, now - this.#spanMs) < limit) {
      this.#calls.add(owner, now)
      return true
    }
    this.#calls.clear(owner)
    this.#blocks.begin(owner, now + this.#spanMs, limit)
    return false
  }
}
