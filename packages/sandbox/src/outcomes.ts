import { hashText } from './ids.ts'
import type { PlatformName } from './platform.ts'
import type { InjectedOutcome, World } from './world.ts'

/** Which sends an injected outcome concerns: named people, or a share of all people between 0 and 1. */
export type OutcomeTarget = { readonly userids: readonly string[] } | { readonly share: number }

interface Share {
  readonly share: number
  readonly outcome: InjectedOutcome
}

/**
 * What a test wants to become of people. A named person's outcome wins over a share, a later one over an earlier.
 * The shares of different outcomes concern different people, so that a crowd can be divided; the same outcome
 * again changes its share. Beyond the whole crowd the latest takes people from the others.
 */
export class Outcomes {
  readonly #seed: string
  readonly #named = new Map<string, InjectedOutcome>()
  readonly #shares = new Map<PlatformName, Map<string, Share>>()

  constructor(seed: string) {
    this.#seed = seed
  }

  readonly of: World['outcomes']['of'] = (platform, userid) => {
    if (this.#named.size === 0 && this.#shares.size === 0) return undefined
    const named = this.#named.get(key(platform, userid))
    if (named) return named
    const shares = this.#shares.get(platform)
    return shares && latestAt(this.#drawOf(userid), shares.values())
  }

  inject(platform: PlatformName, target: OutcomeTarget, outcome: InjectedOutcome): void {
    if ('share' in target) this.#divide(platform, { share: target.share, outcome })
    else for (const userid of target.userids) this.#named.set(key(platform, userid), outcome)
  }

  clear(): void {
    this.#named.clear()
    this.#shares.clear()
  }

  #divide(platform: PlatformName, share: Share): void {
    const shares = this.#shares.get(platform) ?? new Map<string, Share>()
    const name = JSON.stringify(share.outcome)
    // A share that is set again becomes the latest.
    shares.delete(name)
    shares.set(name, share)
    this.#shares.set(platform, shares)
  }

  /** The same people fall into a share each time, and a larger share contains the smaller one. */
  #drawOf(userid: string): number {
    return hashText(`${this.#seed}/${userid}`) / 2 ** 32
  }
}

/** Each share begins where the one before it ends, and goes round at 1. */
function latestAt(draw: number, shares: Iterable<Share>): InjectedOutcome | undefined {
  let begin = 0
  let latest: InjectedOutcome | undefined
  for (const { share, outcome } of shares) {
    if ((draw - (begin % 1) + 1) % 1 < share) latest = outcome
    begin += share
  }
  return latest
}

/** WeCom userids compare without regard to case, DingTalk's exactly. */
function key(platform: PlatformName, userid: string): string {
  return `${platform}/${platform === 'wecom' ? userid.toLowerCase() : userid}`
}
