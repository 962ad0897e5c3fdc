import { BlockList } from '../block-list.ts'
import type { Route, SandboxAnswer } from '../exchange.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'

/** 《服务端 API 限流处理》: 10 000 calls in 20 s from one address, all interfaces together. */
const SPAN_MS = 20_000

/** In front of everything: an address that calls far too often gets a body of its own kind, without errcode. */
export class IpFlood {
  readonly #world: World
  readonly #calls = new SlidingWindow()
  readonly #blocks = new BlockList()

  constructor(world: World) {
    this.#world = world
  }

  guard(route: Route): Route {
    return (request) => (this.#isBlocked(request.ip, request.at) ? this.#denial() : route(request))
  }

  #isBlocked(ip: string, now: number): boolean {
    const limit = this.#world.limits.get('dingtalk.ipCalls')
    if (limit === null) return false
    if (this.#blocks.holds(ip, now, limit)) return true
    this.#calls.add(ip, now)
    if (this.#calls.countAfter(ip, now - SPAN_MS) <= limit) return false
    this.#calls.clear(ip)
    this.#blocks.begin(ip, now + (this.#world.limits.get('dingtalk.ipBanMs') ?? 0), limit)
    return true
  }

  #denial(): SandboxAnswer {
    const body = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: this.#world.ids.hex(32) }
    return { status: 200, body, rule: 'dingtalk.ipCalls' }
  }
}
