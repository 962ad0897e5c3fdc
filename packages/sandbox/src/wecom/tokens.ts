import { DAY_MS } from '../clock.ts'
import type { World } from '../world.ts'
import type { WecomApp } from './apps.ts'

/** Clients must reserve 512 bytes (《获取access_token》, 91039); tokens on the wire have about this many, all of [A-Za-z0-9_-]. */
const TOKEN_CHARS = 214

/** After that an expired token is as unknown as any other text: 40014 instead of 42001. */
const EXPIRED_KNOWN_MS = DAY_MS

export interface IssuedToken {
  readonly app: WecomApp
  readonly token: string
  /** How long it lives from the first fetch. */
  readonly seconds: number
  readonly expiresAt: number
}

/** Every app has at most one valid token. A revoked token is forgotten, an expired one is recognised for a day. */
export class TokenBook {
  readonly #ids: World['ids']
  readonly #limits: World['limits']
  readonly #issued = new Map<string, IssuedToken>()
  readonly #current = new Map<string, IssuedToken>()

  constructor({ ids, limits }: World) {
    this.#ids = ids
    this.#limits = limits
  }

  /** The app's token: the same one until it expires or is revoked. */
  fetch(app: WecomApp, now: number): IssuedToken {
    const current = this.#current.get(app.name)
    if (current && now < current.expiresAt) return current
    this.#forgetLongExpired(now)
    const seconds = this.#limits.get('wecom.tokenSeconds') ?? Number.POSITIVE_INFINITY
    const fresh = { app, token: this.#ids.urlSafe(TOKEN_CHARS), seconds, expiresAt: now + seconds * 1000 }
    this.#issued.set(fresh.token, fresh)
    this.#current.set(app.name, fresh)
    return fresh
  }

  find(token: string): IssuedToken | undefined {
    return this.#issued.get(token)
  }

  /** Without a name, the tokens of all apps. */
  revoke(appName?: string): void {
    for (const [name, { token }] of this.#current) {
      if (appName !== undefined && name !== appName) continue
      this.#current.delete(name)
      this.#issued.delete(token)
    }
  }

  #forgetLongExpired(now: number): void {
    for (const { token, expiresAt } of this.#issued.values()) {
      if (expiresAt + EXPIRED_KNOWN_MS < now) this.#issued.delete(token)
    }
  }
}
