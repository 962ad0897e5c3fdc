import type { SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import type { DingTalkApp } from './apps.ts'
import { CallLimits } from './call-limits.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { TokenBook } from './tokens.ts'

/** Contacts interfaces are free of the month's budget (《钉钉应用开发平台计费模式》). */
export interface Metering {
  readonly isMetered: boolean
}

/** What both hosts ask of a call that needs a token: token, address, rates, in this order. */
export class Admission {
  readonly #world: World
  readonly #tokens: TokenBook
  readonly #limits: CallLimits

  constructor(world: World, tokens: TokenBook) {
    this.#world = world
    this.#tokens = tokens
    this.#limits = new CallLimits(world.limits)
  }

  /** The app that calls, or why it may not. */
  admit({ ip, path, at }: SandboxRequest, token: string, { isMetered }: Metering): DingTalkApp | Refusal {
    const known = this.#tokens.find(token)
    if (!known) return refuse('dingtalk.token.unknown', 40014)
    if (known.isExpired) return refuse('dingtalk.token.expired', 42001)
    const { app } = known
    if (!this.#world.ipGate.allows('dingtalk', app.name, ip)) {
      return refuse('dingtalk.ip', 60020, `访问ip不在白名单之中,request ip=${ip} appKey(${app.appKey})`)
    }
    return this.#limits.admit(app, path, at, isMetered) ?? app
  }
}
