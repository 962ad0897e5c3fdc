import { afterEach, beforeEach } from 'vitest'
import type { Part, Rendering, RenderOptions } from '../channel.ts'
import type { Session } from '../session.ts'

/** A platform to hold a channel against, with an account on it. */
export interface ChannelBench {
  readonly session: Session
  /** Two people whom the account reaches; empty where the address is fixed. */
  readonly people: readonly string[]
  /** What has arrived: with a person, or at the fixed address. */
  inbox(person: string | undefined): readonly object[]
  /** How many requests the platform has seen. */
  requests(): number
  /** The platform executes the next send, and its answer is lost. */
  loseNextAnswer(): void
  /** The platform refuses the next send for now. */
  throttleNextSend(): void
  /** The same account with a secret that is not its own. */
  openWithWrongSecret(): Session
  /** From now on the platform takes no calls from this address. */
  barAddress(): void
  close(): Promise<void>
}

/** Rendered as one message, without room for a mark. */
export const PLAIN: RenderOptions = { overflow: 'reject', roomForMark: false }

/** A bench of its own for each test of the group. */
export function useBench(makeBench: () => Promise<ChannelBench>): () => ChannelBench {
  let current: ChannelBench | undefined
  beforeEach(async () => {
    current = await makeBench()
  })
  afterEach(() => current?.close())
  return () => {
    if (!current) throw new Error('The bench exists only while a test runs.')
    return current
  }
}

/** Undefined stands for the one at the fixed address. */
export const addressed = ({ people }: ChannelBench): readonly (string | undefined)[] =>
  people.length > 0 ? people : [undefined]

/** The parts of a rendering that must not be a refusal. */
export function partsOf(rendering: Rendering): readonly [Part, ...Part[]] {
  if (rendering.kind === 'refused') throw new Error(`Refused: ${JSON.stringify(rendering.refusal)}`)
  const [first, ...others] = rendering.parts
  if (!first) throw new Error('A rendering has at least one part.')
  return [first, ...others]
}

/** Every text of a message that a reader sees; types are none, and in place of a head a platform may show its own. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  const { msgtype: _type, head: _head, ...rest }: Record<string, unknown> = Object(value)
  return Object.values(rest).flatMap(textsIn)
}
