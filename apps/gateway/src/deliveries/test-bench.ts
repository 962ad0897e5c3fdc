import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MessageInput, MessageRequest, type State } from '@hongyan/contract'
import { createDispatcher, MemoryTokenStore } from '@hongyan/platform-call'
import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Channel } from '../channels/channel.ts'
import { dingtalkWebhook, dingtalkWork, wecomAppMessage } from '../channels/index.ts'
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
  /** Accepts a message and answers its id. */
  send(input: MessageInput, idempotencyKey?: string): Promise<string>
  /** Expands, resolves, starts and attempts until nothing is left that is due. */
  run(): Promise<void>
  /** Lets time pass in small steps, and does what comes due. */
  pass(ms: number): Promise<void>
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
  const accounts = await addAccounts(sandbox, store, way, clock.now())
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

  const round = async (): Promise<boolean> => {
    const turns = [await expandNextChunk(context), await resolveRecipients(context), await dispatcher.turn()]
    const hadCalls = dispatcher.underWay > 0
    await dispatcher.drained()
    return hadCalls || turns.includes('now')
  }
  const run = async (): Promise<void> => {
    while (await round()) if (errors.length > 0) throw errors[0]
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
    async send(input, idempotencyKey) {
      const request = MessageRequest.parse(input)
      const requestHash = JSON.stringify(input)
      const message = { request, requestHash, client: 'oa', apiKey: null, idempotencyKey }
      return (await acceptMessage(message, context)).id
    },
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += STEP_MS) {
        clock.advance(Math.min(STEP_MS, ms - passed))
        await run()
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

async function addAccounts(
  sandbox: Sandbox,
  store: Store,
  way: Way,
  now: number,
): Promise<Map<string, OpenAccount>> {
  const { dingtalk, wecom } = sandbox.control.company()
  const ding = named(dingtalk.apps, 'hr')
  const robot = named(dingtalk.robots, 'alerts-sign')
  const wework = named(wecom.apps, 'office')
  const added = [
    {
      name: 'hr-ding',
      channel: dingtalkWork,
      credentials: {
        corpId: dingtalk.corpId,
        appKey: ding.appKey,
        appSecret: ding.appSecret,
        agentId: ding.agentId,
      },
    },
    {
      name: 'alerts',
      channel: dingtalkWebhook,
      credentials: {
        webhook: `${sandbox.url}/robot/send?access_token=${robot.accessToken}`,
        secret: robot.secret ?? '',
      },
    },
    {
      name: 'hr-wecom',
      channel: wecomAppMessage,
      credentials: { corpid: wecom.corpid, agentid: wework.agentid, secret: wework.secret },
    },
  ]
  const accounts = new Map<string, OpenAccount>()
  for (const { name, channel, credentials } of added) {
    const account = openAccount(name, channel, channel.open({ credentials, options: {} }, way))
    accounts.set(name, account)
    await store.addAccount({
      account: {
        name,
        app: account.app,
        channel: channel.name,
        options: '{}',
        enabled: true,
        createdAt: now,
      },
      app: {
        name: account.app,
        corp: account.corp,
        platform: channel.platform,
        kind: channel.app.name,
        fields: '{}',
        secrets: {},
        exclusive: false,
        tokenSharing: false,
        sandbox: true,
        createdAt: now,
      },
      corp: { name: account.corp, platform: channel.platform, platformCorpId: null, seats: null },
    })
  }
  await store.addClient({ name: 'oa', createdAt: now })
  return accounts
}

const openAccount = (name: string, channel: Channel, session: OpenAccount['session']): OpenAccount => ({
  name,
  app: `${name}-app`,
  corp: `${name}-corp`,
  platform: channel.platform,
  kind: channel.app.name,
  channel,
  options: {},
  exclusive: false,
  tokenSharing: false,
  sandbox: true,
  enabled: true,
  session,
})

/** One of the sandbox's things by its name. */
function named<Thing extends { readonly name: string }>(things: readonly Thing[], name: string): Thing {
  const found = things.find((thing) => thing.name === name)
  if (!found) throw new Error(`The sandbox has no ${name}.`)
  return found
}
