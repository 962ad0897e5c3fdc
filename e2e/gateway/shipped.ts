import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeliveryView, MessageInput } from '@hongyan/contract'
import { connect } from '../../apps/cli/src/connection.ts'
import { deliveriesOf, waitForDeliveries } from '../../apps/cli/src/messages/wait.ts'
import { hongyan } from '../../apps/cli/src/test-command.ts'

/** The shipped command with its sandbox, as two processes on a data directory of their own. */
export interface Shipped {
  /** A command beside the gateway, as a user of this machine types it. */
  run(...args: string[]): Promise<Ended>
  /** Posts a message and answers its id. */
  post(message: MessageInput): Promise<string>
  deliveries(id: string): Promise<DeliveryView[]>
  /** Listens to the message's events until this holds of its deliveries, and answers them. */
  until(id: string, isOver: (deliveries: readonly DeliveryView[]) => boolean): Promise<DeliveryView[]>
  /** Reads from the sandbox's control, for example `inbox/dingtalk/zhangsan`; its shape is held by the sandbox's own tests. */
  ask<Answer>(path: string): Promise<Answer>
  /** Tells the sandbox something, for example `clock/advance`. */
  tell(path: string, body: object): Promise<void>
  stop(): Promise<void>
}

export interface Ended {
  readonly code: number | null
  /** What stood on stdout. */
  readonly out: string
  /** What stood on stdout and stderr. */
  readonly printed: string
}

/** Longer than anything takes that a test waits for. Unit: real ms. */
const PATIENCE_MS = 20_000

export async function startShipped(): Promise<Shipped> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-shipped-'))
  const env = { HONGYAN_DATA: join(directory, 'data') }
  const up = hongyan(['up', '--sandbox', '--sandbox-port', '0', '--port', '0'], env)
  const printed = await up.shows('curl')
  const sandboxUrl = /http:\/\/127\.0\.0\.1:\d+(?=\/_sandbox)/.exec(printed)?.[0]
  const api = await connect('en', env)
  const control = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${sandboxUrl}/_sandbox/${path}`, init)
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`)
    return response
  }
  return {
    run: (...args) => hongyan(args, env).ended,
    post: async (message) => (await api.messages.send(message)).id,
    deliveries: (id) => deliveriesOf(api, id),
    until: (id, isOver) => waitForDeliveries(api, id, { timeoutMs: PATIENCE_MS, isOver }),
    async ask<Answer>(path: string) {
      // The caller says what this path answers.
      return (await (await control(path)).json()) as Answer
    },
    tell: async (path, body) => {
      await control(path, { method: 'POST', body: JSON.stringify(body) })
    },
    async stop() {
      up.child.kill('SIGTERM')
      await up.ended
      await rm(directory, { recursive: true })
    },
  }
}
