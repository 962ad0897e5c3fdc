import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import type { Fact, FactKind, Literals } from './facts.ts'
import { type Raw, rawHttp } from './raw-http.ts'

/** The two ways of answering every open question; a fact that is not about one holds under both. */
export const profileSets = ['documented', 'opposed'] as const
export type ProfileSet = (typeof profileSets)[number]

/** Business time at which every proof begins: a Tuesday, ten in the morning in China, far from any month's end. */
const BEGIN = Date.parse('2026-03-10T10:00:00+08:00')

/** What one proof works with: its row, a sandbox of its own, and raw HTTP. */
export class Bench {
  readonly fact: Fact
  readonly set: ProfileSet
  readonly sandbox: Sandbox
  readonly raw: Raw

  private constructor(fact: Fact, set: ProfileSet, sandbox: Sandbox) {
    this.fact = fact
    this.set = set
    this.sandbox = sandbox
    this.raw = rawHttp(sandbox.url)
  }

  /** Runs a proof on a fresh sandbox, with single answers on top of the set. */
  static async run(
    fact: Fact,
    set: ProfileSet,
    answers: Record<string, string>,
    proof: Proof,
  ): Promise<void> {
    const sandbox = await startSandbox({ profile: set, clock: { now: () => BEGIN } })
    try {
      sandbox.control.setProfile(answers)
      await proof(new Bench(fact, set, sandbox))
    } finally {
      await sandbox.close()
    }
  }

  get control(): Sandbox['control'] {
    return this.sandbox.control
  }

  get endpoint(): Literals['endpoint'] {
    return this.#literal('endpoint')
  }

  get code(): Literals['code'] {
    return this.#literal('code')
  }

  get limit(): Literals['limit'] {
    return this.#literal('limit')
  }

  /** A limit's figure, for rows whose value is a number. */
  get figure(): number {
    return Number(this.limit.value)
  }

  get request(): string {
    return present(this.#literal('example').request)
  }

  get response(): string {
    return present(this.#literal('example').response)
  }

  /** The message type's body as the page prints it. */
  get body(): string {
    return this.#literal('message_type').body
  }

  get text(): string {
    return present(this.#literal('behaviour'))
  }

  /** Checks that the sandbox has the row's figure, then sets the limit to one that a test reaches quickly. */
  lower(limit: string, to: number, { per = 1 } = {}): void {
    const figure = this.control.limits()[limit]
    if (figure !== this.figure * per) throw new Error(`${limit} is ${figure}, not ${this.figure} × ${per}`)
    this.control.setLimits({ [limit]: to })
  }

  #literal<Kind extends FactKind>(kind: Kind): Literals[Kind] {
    if (isOfKind(this.fact, kind)) return this.fact.literal
    throw new Error(`${this.fact.id} is no ${kind}`)
  }
}

export type Proof = (bench: Bench) => Promise<void>

export function present<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('Expected a value')
  return value
}

function isOfKind<Kind extends FactKind>(fact: Fact, kind: Kind): fact is Fact<Kind> {
  return fact.kind === kind
}
