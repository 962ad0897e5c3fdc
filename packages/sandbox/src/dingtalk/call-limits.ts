import { startOfMonth } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'
import type { DingTalkApp } from './apps.ts'
import { type Refusal, refuse } from './envelope.ts'
import { textOf } from './errors.ts'

const SECOND_MS = 1000

/**
 * How often interfaces may be called (《服务端 API 限流处理》). What the rates refuse is not metered against the
 * month; a call that the interface itself refuses later is.
 */
export class CallLimits {
  readonly #limits: World['limits']
  readonly #perApp = new SlidingWindow()
  readonly #perInterface = new SlidingWindow()
  #month = { start: 0, calls: 0 }

  constructor(limits: World['limits']) {
    this.#limits = limits
  }

  /** Counts the call, or says which limit refuses it. */
  admit(app: DingTalkApp, path: string, now: number, isMetered: boolean): Refusal | undefined {
    const owner = `${app.name} ${path}`
    const since = now - SECOND_MS
    if (isFull(this.#perApp, owner, since, this.#limits.get('dingtalk.qps')))
      return refuse('dingtalk.qps', 90018)
    const ofAll = this.#limits.get('dingtalk.interfaceQps')
    if (isFull(this.#perInterface, path, since, ofAll)) return interfaceFull(path, ofAll ?? 0, now)
    if (isMetered && !this.#meter(now)) return refuse('dingtalk.monthlyCalls', 90020)
    this.#perApp.add(owner, now)
    if (ofAll !== null) this.#perInterface.add(path, now)
    return undefined
  }

  #meter(now: number): boolean {
    const start = startOfMonth(now)
    if (start !== this.#month.start) this.#month = { start, calls: 0 }
    const budget = this.#limits.get('dingtalk.monthlyCalls')
    if (budget !== null && this.#month.calls >= budget) return false
    this.#month.calls++
    return true
  }
}

function isFull(window: SlidingWindow, owner: string, since: number, limit: number | null): boolean {
  return limit !== null && window.countAfter(owner, since) >= limit
}

/** The wording seen on the wire in 2026-09. */
function interfaceFull(path: string, limit: number, now: number): Refusal {
  const api = `dingtalk.oapi.${path.replace('/topapi/', '').replaceAll('/', '.')}`
  const span = `从 ${chinaTime(now - SECOND_MS)} 到 ${chinaTime(now)} 请求总次数超过 ${limit} 次`
  const advice =
    '当前所有钉钉应用调用该接口次数过多，超出了该接口承受的最大qps，请求被暂时限制了，建议错开整点时刻调用该接口'
  const text = `${advice}, apiPath(${api}), ${span}, 限制将在 ${chinaTime(now + SECOND_MS)} 结束.`
  return refuse('dingtalk.interfaceQps', 90002, limit > 0 ? text : textOf(90002))
}

const CHINA_OFFSET_MS = 8 * 3_600_000

/** For example 2026-09-03 00:01:02. */
function chinaTime(at: number): string {
  return new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}
