/** A program that keeps its own business time by the sandbox's. */
interface Follower {
  readonly tell: (offsetMs: number) => void
  acknowledgedMs: number
}

/**
 * Who follows the clock, and how far each has come. An advance is told to all at once; `caughtUp` waits until each has
 * said that it goes by the new time, or has left.
 */
export class ClockFollowers {
  readonly #followers = new Map<string, Follower>()
  readonly #waiting = new Set<() => void>()
  #count = 0

  /** Adds a follower that has acknowledged nothing yet; answers the name by which it will. */
  join(tell: (offsetMs: number) => void): string {
    const name = `follower-${++this.#count}`
    this.#followers.set(name, { tell, acknowledgedMs: -1 })
    return name
  }

  leave(name: string): void {
    this.#followers.delete(name)
    this.#wake()
  }

  tell(offsetMs: number): void {
    for (const { tell } of this.#followers.values()) tell(offsetMs)
  }

  /** False if nobody of that name follows. */
  acknowledge(name: string, offsetMs: number): boolean {
    const follower = this.#followers.get(name)
    if (!follower) return false
    follower.acknowledgedMs = Math.max(follower.acknowledgedMs, offsetMs)
    this.#wake()
    return true
  }

  /** The names of those who go by an earlier time than this. */
  behind(offsetMs: number): readonly string[] {
    return [...this.#followers]
      .filter(([, { acknowledgedMs }]) => acknowledgedMs < offsetMs)
      .map(([name]) => name)
  }

  /** Settles once nobody is behind; false if that took longer than `patienceMs` of real time. */
  caughtUp(offsetMs: number, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isCaughtUp: boolean) => {
        clearTimeout(patience)
        this.#waiting.delete(look)
        resolve(isCaughtUp)
      }
      const look = () => {
        if (this.behind(offsetMs).length === 0) end(true)
      }
      const patience = setTimeout(() => end(false), patienceMs)
      this.#waiting.add(look)
      look()
    })
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look()
  }
}
