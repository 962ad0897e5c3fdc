import type { World } from '../world.ts'
import { BlockingWindow } from './blocking-window.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Whose calls a base limit counts: those of the whole corp, or those from one address. Always per interface. */
const baseLimits = [
  { limit: 'wecom.callsPerMinute', spanMs: MINUTE_MS, scope: 'corp' },
  { limit: 'wecom.callsPerHour', spanMs: HOUR_MS, scope: 'corp' },
  { limit: 'wecom.ipCallsPerMinute', spanMs: MINUTE_MS, scope: 'ip' },
  { limit: 'wecom.ipCallsPerHour', spanMs: HOUR_MS, scope: 'ip' },
] as const

/** The limits that look at nothing but how often an interface is called. */
export class CallFrequency {
  readonly #limits: World['limits']
  readonly #base = baseLimits.map((base) => ({ ...base, window: new BlockingWindow(base.spanMs) }))
  readonly #debug = new BlockingWindow(MINUTE_MS)

  constructor(limits: World['limits']) {
    this.#limits = limits
  }

  admitCall(api: string, ip: string, now: number): boolean {
    return this.#base.every(({ limit, scope, window }) =>
      window.admit(scope === 'ip' ? `${api} ${ip}` : api, now, this.#limits.get(limit)),
    )
  }

  /** Calls with `debug=1` are few on purpose: 《全局错误码》 on 45009, 90313. */
  admitDebugCall(api: string, app: string, now: number): boolean {
    return this.#debug.admit(`${api} ${app}`, now, this.#limits.get('wecom.debugPerMinute'))
  }
}
