import { DAY_MS } from '../clock.ts'
import type { World } from '../world.ts'
import type { DingTalkApp } from './apps.ts'

interface IssuedToken {
  readonly app: DingTalkApp
  readonly token: string
  expiresAt: number
}

const TOKEN_CHARS = 32

/** After that an expired token is as unknown as any other text: 40014 instead of 42001. */
const EXPIRED_KNOWN_MS = DAY_MS

/**
 * Every app has at most one valid token, for both hosts. Fetching again prolongs it (《获取企业内部应用的
 * accessToken》); a revoked token is forgotten at once.
 */
export class TokenBook {
  readonly #world: Pick<World, 'ids' | 'limits' | 'clock'>
  readonly #issued = new Map<string, IssuedToken>()
  readonly #current = new Map<string, IssuedToken>()

  constructor(world: Pick<World, 'ids' | 'limits' | 'clock'>) {
    this.#world = world
  }

  fetch(app: DingTalkApp): { token: string; expiresIn: number } {
    const now = this.#world.clock.now()
    const seconds = this.#world.limits.get('dingtalk.tokenSeconds') ?? FOR_EVER_SECONDS
    const current = this.#current.get(app.name)
    const issued = current && now < current.expiresAt ? current : this.#issue(app, now)
    issued.expiresAt = now + seconds * 1000
    return { token: issued.token, expiresIn: seconds }
  }

  find(token: string): { app: DingTalkApp; isExpired: boolean } | undefined {
    const issued = this.#issued.get(token)
    return issued && { app: issued.app, isExpired: this.#world.clock.now() >= issued.expiresAt }
  }

  /** Without a name, the tokens of all apps. */
  revoke(appName?: string): void {
    for (const [name, { token }] of this.#current) {
      if (appName !== undefined && name !== appName) continue
      this.#current.delete(name)
      this.#issued.delete(token)
    }
  }

  #issue(app: DingTalkApp, now: number): IssuedToken {
    for (const { token, expiresAt } of this.#issued.values()) {
      if (expiresAt + EXPIRED_KNOWN_MS < now) this.#issued.delete(token)
    }
    const fresh = { app, token: this.#world.ids.hex(TOKEN_CHARS), expiresAt: now }
    this.#issued.set(fresh.token, fresh)
    this.#current.set(app.name, fresh)
    return fresh
  }
}

/** What a token without an end says of itself: ten years. */
const FOR_EVER_SECONDS = 315_360_000
