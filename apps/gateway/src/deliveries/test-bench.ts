import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MessageInput, MessageRequest, type State } from '@hongyan/contract'
import { createDispatcher, MemoryTokenStore } from '@hongyan/platform-call'
import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Way } from '../channels/session.ts'
import { acceptMessage } from '../messages/accept.ts'
import { expandNextChunk } from '../messages/expand.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import type { DeliveryRow, Store } from '../store/store.ts'
import { TestClock } from '../test-clock.ts'
import { recallCalls } from '../tracking/recall.ts'
import { trackCalls } from '../tracking/track.ts'
import { Dispatcher } from './dispatch.ts'
import { expireDeliveries } from './expire.ts'
import type { NextTurn } from './loop.ts'
import { rescueCalls } from './rescue.ts'
import { resolveRecipients } from './resolve.ts'
import { accountsOf, type NewAccount, openAccount } from './test-accounts.ts'

/** A real store and a sandbox on one clock, with the accounts of a small company; each step runs when it is called. */
export interface PipelineBench {
  readonly clock: TestClock
  readonly sandbox: Sandbox
  readonly store: Store
  readonly accounts: Map<string, OpenAccount>
  readonly errors: unknown[]
  readonly dispatcher: Dispatcher
  /** Whether this process may send; a test may take it away. */
  readonly lease: { epoch: number; trusted: boolean; isTrusted(): boolean }
  addAccount(account: NewAccount): Promise<void>
  /** Accepts a message and answers its id. */
  send(input: MessageInput, idempotencyKey?: string): Promise<string>
  /** Expands, resolves, starts and attempts until nothing is left that is due; answers when the next will be. */
  run(): Promise<number>
  /** Lets time pass in small steps, or where nothing comes due in larger ones, and does what comes due. */
  pass(ms: number, stepMs?: number): Promise<void>
  track(): Promise<void>
  recall(): Promise<void>
  expire(): Promise<void>
  /** Gives the process up as dead and goes on as another one. */
  die(): Promise<void>
  rescue(): Promise<void>
  deliveries(id: string): Promise<readonly DeliveryRow[]>
  states(id: string): Promise<State[]>
  inbox(platform: 'dingtalk' | 'wecom', userid: string): string[]
  /** Requests of one path that the sandbox has had. */
  calls(path: string): number
  close(): Promise<void>
}

const SLOTS = 8
/** Waits for a limit of a second are waited out. */
const SOON_MS = 2000
/** Fine enough for whatever waits for a limit of a second. */
const STEP_MS = 500

export async function startPipelineBench(): Promise<PipelineBench> {
  const clock = new TestClock()
  const sandbox = await startSandbox({ clock })
  const directory = mkdtempSync(join(tmpdir(), 'hongyan-pipeline-'))
  const store = await openSqliteStore({ directory })
  const dispatcherOfCalls = createDispatcher({ proxy: false })
  const way: Way = {
    dispatcher: dispatcherOfCalls,
    tokens: new MemoryTokenStore(),
    clock,
    baseUrl: sandbox.url,
  }
  const accounts = new Map<string, OpenAccount>()
  const addAccount = (account: NewAccount) => openAccount(account, { store, accounts, way, now: clock.now() })
  for (const account of accountsOf(sandbox)) await addAccount(account)
  await store.addClient({ name: 'oa', createdAt: clock.now() })
  const errors: unknown[] = []
  const lease = {
    epoch: await store.registerNode({ name: 'bench', leaseMs: 30_000 }),
    trusted: true,
    isTrusted: () => lease.trusted,
  }
  const context = {
    store,
    accounts,
    clock,
    lease,
    random: () => 0,
    onError: (error: unknown) => errors.push(error),
  }
  const newDispatcher = () => new Dispatcher({ ...context, slots: SLOTS, onSlot: () => {} })
  let dispatcher = newDispatcher()

  const round = async (): Promise<NextTurn> => {
    const turns = [await expandNextChunk(context), await resolveRecipients(context), await dispatcher.turn()]
    const hadCalls = dispatcher.underWay > 0
    await dispatcher.drained()
    if (errors.length > 0) throw errors[0]
    const isMore = hadCalls || turns.includes('now')
    return isMore ? 'now' : Math.min(...turns.filter((turn) => typeof turn === 'number'))
  }
  const run = async (): Promise<number> => {
    for (let next = await round(); ; next = await round()) if (typeof next === 'number') return next
  }
  const repeat = async (turn: () => Promise<NextTurn>): Promise<void> => {
    for (let next = await turn(); isSoon(next); next = await turn()) {
      if (next !== 'now') clock.advance(Math.max(0, next - clock.now()))
    }
  }
  const isSoon = (next: NextTurn): next is 'now' | number =>
    next === 'now' || (next !== undefined && next <= clock.now() + SOON_MS)
  const deliveries = async (id: string) => (await store.deliveries(id, { limit: 1000 })).items

  return {
    clock,
    sandbox,
    store,
    accounts,
    errors,
    get dispatcher() {
      return dispatcher
    },
    lease,
    run,
    deliveries,
    addAccount,
    async send(input, idempotencyKey) {
      const request = MessageRequest.parse(input)
      const requestHash = JSON.stringify(input)
      const message = { request, requestHash, client: 'oa', apiKey: null, idempotencyKey }
      return (await acceptMessage(message, context)).id
    },
    async pass(ms, stepMs = STEP_MS) {
      const end = clock.now() + ms
      for (let next = await run(); clock.now() < end; next = await run()) {
        clock.advance(Math.max(1, Math.min(stepMs, next - clock.now(), end - clock.now())))
      }
    },
    track: () => repeat(() => trackCalls(context)),
    recall: () => repeat(() => recallCalls(context)),
    expire: () => repeat(() => expireDeliveries(store, clock)),
    async die() {
      await store.leave(lease.epoch)
      lease.epoch = await store.registerNode({ name: 'bench', leaseMs: 30_000 })
      dispatcher = newDispatcher()
    },
    rescue: () => repeat(() => rescueCalls(context)),
    states: async (id) => (await deliveries(id)).map(({ state }) => state),
    inbox: (platform, userid) =>
      sandbox.control.inbox(platform, userid).map((entry) => JSON.stringify(entry.message)),
    calls: (path) => sandbox.control.requests({ path }).length,
    async close() {
      await store.close()
      await dispatcherOfCalls.close()
      await sandbox.close()
      rmSync(directory, { recursive: true })
    },
  }
}
