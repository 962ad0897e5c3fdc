import { hashText } from './ids.ts'
import type { PlatformName } from './platform.ts'
import type { InjectedOutcome, World } from './world.ts'

/** Which sends an injected outcome concerns: named people, or a share of all people between 0 and 1. */
export type OutcomeTarget = { readonly userids: readonly string[] } | { readonly share: number }

/** What a test wants to become of people. A named person's outcome wins over a share; a later call over an earlier. */
export class Outcomes {
  readonly #seed: string
  readonly #named = new Map<string, InjectedOutcome>()
  readonly #shares = new Map<PlatformName, { share: number; outcome: InjectedOutcome }>()

  constructor(seed: string) {
    this.#seed = seed
  }

  readonly of: World['outcomes']['of'] = (platform, userid) => {
    if (this.#named.size === 0 && this.#shares.size === 0) return undefined
    const named = this.#named.get(key(platform, userid))
    if (named) return named
    const shared = this.#shares.get(platform)
    return shared && this.#drawOf(userid) < shared.share ? shared.outcome : undefined
  }

  inject(platform: PlatformName, target: OutcomeTarget, outcome: InjectedOutcome): void {
    if ('share' in target) this.#shares.set(platform, { share: target.share, outcome })
    else for (const userid of target.userids) this.#named.set(key(platform, userid), outcome)
  }

  clear(): void {
    this.#named.clear()
    this.#shares.clear()
  }

  /** The same people fall into a share each time, and a larger share contains the smaller one. */
  #drawOf(userid: string): number {
    return hashText(`${this.#seed}/${userid}`) / 2 ** 32
  }
}

/** WeCom userids compare without regard to case, DingTalk's exactly. */
function key(platform: PlatformName, userid: string): string {
  return `${platform}/${platform === 'wecom' ? userid.toLowerCase() : userid}`
}
