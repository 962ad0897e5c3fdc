import { createRandom } from './ids.ts'

/** What an injected fault does to a request that it hits. Delays are real time, not business time. */
export type FaultAction =
  /** What happens to the request happens at once; the caller notices so many milliseconds later. */
  { readonly delay: number } | FaultEnding

/** Decides how a request ends, instead of the platform. */
export type FaultEnding =
  /** Destroys the connection; the platform never sees the request. */
  | 'reset_before'
  /** The platform executes the request, then the connection is destroyed and the answer is lost. */
  | 'reset_after'
  /** Answered instead of the platform; without a body it is empty. */
  | { readonly status: number; readonly body?: object | string }
  /** Answered with HTTP 200 instead of the platform: a string as it is (HTML, cut JSON), an object as JSON. */
  | { readonly body: object | string }
  /** Answered instead of the platform, in its own envelope with the code's literal text; DingTalk's new host has texts. */
  | { readonly errcode: number | string }

/** Hits the next `times` matching requests, or each with a `probability`; with neither, every one. */
export interface Fault {
  /** An exact path, or a prefix that ends in `*`. */
  readonly path: string
  readonly times?: number
  readonly probability?: number
  readonly action: FaultAction
}

interface ArmedFault {
  readonly id: string
  readonly fault: Fault
  left: number
  hits: number
}

/** A fault as `GET /_sandbox/faults` shows it. `left` is null for one without an end. */
export interface FaultStatus extends Fault {
  readonly id: string
  readonly hits: number
  readonly left: number | null
}

/** What all faults that hit one request do to it together. */
export interface Strike {
  /** Their ids, as the request log shows them: `fault-1` or `fault-1, fault-3`. */
  readonly faults: string
  readonly delayMs: number
  /** Undefined if they only delay: the platform answers itself. */
  readonly ending: FaultEnding | undefined
}

/**
 * The armed faults, oldest first. The first one that matches a request and fires ends it; delays add up and end
 * nothing, so that a slow platform can lose an answer as well.
 */
export class Faults {
  readonly #random: () => number
  #armed: ArmedFault[] = []
  #count = 0

  constructor(seed: string) {
    this.#random = createRandom(`${seed}/faults`)
  }

  arm(fault: Fault): FaultStatus {
    this.#count++
    const armed = {
      id: `fault-${this.#count}`,
      fault,
      left: fault.times ?? Number.POSITIVE_INFINITY,
      hits: 0,
    }
    this.#armed.push(armed)
    return status(armed)
  }

  clear(): void {
    this.#armed = []
  }

  all(): FaultStatus[] {
    return this.#armed.map(status)
  }

  /** Takes the faults that hit this request, counting them as used. */
  take(path: string): Strike | undefined {
    if (this.#armed.length === 0) return undefined
    const ids: string[] = []
    let delayMs = 0
    let ending: FaultEnding | undefined
    for (const armed of this.#armed) {
      const { action } = armed.fault
      const delays = typeof action === 'object' && 'delay' in action
      if ((!delays && ending !== undefined) || !this.#fires(armed, path)) continue
      armed.left--
      armed.hits++
      ids.push(armed.id)
      if (delays) delayMs += action.delay
      else ending = action
    }
    return ids.length === 0 ? undefined : { faults: ids.join(', '), delayMs, ending }
  }

  #fires(armed: ArmedFault, path: string): boolean {
    if (armed.left <= 0 || !matches(armed.fault.path, path)) return false
    return armed.fault.probability === undefined || this.#random() < armed.fault.probability
  }
}

function matches(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern
}

function status(armed: ArmedFault): FaultStatus {
  return {
    id: armed.id,
    ...armed.fault,
    hits: armed.hits,
    left: Number.isFinite(armed.left) ? armed.left : null,
  }
}
