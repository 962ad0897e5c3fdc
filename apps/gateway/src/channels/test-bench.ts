import type { JsonObject } from '@hongyan/contract'
import { createDispatcher, MemoryTokenStore } from '@hongyan/platform-call'
import { type ProfileChoice, type Sandbox, startSandbox } from '@hongyan/sandbox'
import type { Channel } from './channel.ts'
import type { ChannelBench } from './conformance/bench.ts'
import type { Session } from './session.ts'

/** The two sets of answers to what the platforms' documents leave open. */
export const PROFILES = ['documented', 'opposed'] as const

/** 2026-11-20 10:00 in Shanghai. */
const MORNING = Date.UTC(2026, 10, 20, 2)

/** A sandbox whose time moves only when told, and sessions on it. */
export interface SandboxBench {
  readonly sandbox: Sandbox
  open(channel: Channel, credentials: JsonObject): Session
  close(): Promise<void>
}

export async function startBench(profile: ProfileChoice = 'documented'): Promise<SandboxBench> {
  const sandbox = await startSandbox({ profile, clock: { now: () => MORNING } })
  const dispatcher = createDispatcher({ proxy: false })
  return {
    sandbox,
    open: (channel, credentials) =>
      channel.open(
        { credentials, options: {} },
        { dispatcher, tokens: new MemoryTokenStore(), clock: sandbox.clock, baseUrl: sandbox.url },
      ),
    close: async () => {
      await dispatcher.close()
      await sandbox.close()
    },
  }
}

/** How a channel's account looks on the sandbox. */
export interface SandboxAccount {
  readonly credentials: JsonObject
  readonly wrongCredentials: JsonObject
  readonly people: readonly string[]
  /** Where sends go. */
  readonly path: string
  readonly throttlingCode: number
  inbox(sandbox: Sandbox, person: string | undefined): readonly object[]
  barAddress(sandbox: Sandbox): void
}

/** The sandbox as the suite of all channels wants it. */
export async function startChannelBench(
  channel: Channel,
  profile: ProfileChoice,
  accountOn: (sandbox: Sandbox) => SandboxAccount,
): Promise<ChannelBench> {
  const { sandbox, open, close } = await startBench(profile)
  const { control } = sandbox
  const account = accountOn(sandbox)
  const { path } = account
  return {
    session: open(channel, account.credentials),
    people: account.people,
    inbox: (person) => account.inbox(sandbox, person),
    requests: () => control.requests().length,
    loseNextAnswer: () => control.setFault({ path, times: 1, action: 'reset_after' }),
    throttleNextSend: () => control.setFault({ path, times: 1, action: { errcode: account.throttlingCode } }),
    openWithWrongSecret: () => open(channel, account.wrongCredentials),
    barAddress: () => account.barAddress(sandbox),
    close,
  }
}

/** One of the sandbox's things by its name. */
export function named<Thing extends { readonly name: string }>(
  things: readonly Thing[],
  name: string,
): Thing {
  const found = things.find((thing) => thing.name === name)
  if (!found) throw new Error(`The sandbox has no ${name}.`)
  return found
}
