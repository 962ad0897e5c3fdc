import { createRandom } from './ids.ts'

/** What an injected fault does to a request that it hits. Delays are real time, not business time. */
export type FaultAction =
  /** Destroys the connection; the platform never sees the request. */
  | 'reset_before'
  /** The platform executes the request, then the connection is destroyed and the answer is lost. */
  | 'reset_after'
  /** The platform executes the request at once; the answer comes so many milliseconds later. */
  | { readonly delay: number }
  /** Answered instead of the platform; without a body it is empty. */
  | { readonly status: number; readonly body?: object | string }
  /** Answered with HTTP 200 instead of the platform: a string as it is (HTML, cut JSON), an object as JSON. */
  | { readonly body: object | string }
  /** Answered instead of the platform, in its own envelope with the code's literal text. */
  | { readonly errcode: number }

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

/** The armed faults, oldest first: the first one that matches a request and fires takes it. */
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

  /** Takes the fault that hits this request, counting it as used. */
  take(path: string): { id: string; action: FaultAction } | undefined {
    if (this.#armed.length === 0) return undefined
    const armed = this.#armed.find((candidate) => this.#fires(candidate, path))
    if (!armed) return undefined
    armed.left--
    armed.hits++
    return { id: armed.id, action: armed.fault.action }
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
