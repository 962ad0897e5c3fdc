import { randomUUID } from 'node:crypto'
import type { Outcome } from '@hongyan/contract'
import type {
  Accepted,
  AcceptInput,
  MessageRef,
  NewDelivery,
  NewMessage,
  Retention,
  Settlement,
  StartedCall,
  StartRequest,
  Store,
} from '../store.ts'

/** Opens a store on an empty database of its own; `another` opens a second node on the same one, where that is possible. */
export interface MadeStore {
  readonly store: Store
  readonly another?: () => Promise<Store>
}
export type MakeStore = () => Promise<MadeStore>

/** 2026-11-20 12:00 in Shanghai, and its business day. */
export const NOON = Date.UTC(2026, 10, 20, 4)
const DAY = 20_777
export const MINUTE_MS = 60_000

/** A retention that forgets nothing. */
export const NOTHING: Retention = {
  bodiesBefore: 0,
  historyBefore: 0,
  auditBefore: 0,
  idempotencyBefore: 0,
  contentSeenBefore: 0,
  turnsBefore: 0,
}

/** A DingTalk account `ding` and a WeCom account `wecom`, a client `oa`, and a node. */
export async function furnish(store: Store): Promise<{ epoch: number }> {
  await store.addClient({ name: 'oa', createdAt: NOON })
  for (const platform of ['dingtalk', 'wecom']) {
    const name = platform === 'dingtalk' ? 'ding' : 'wecom'
    await store.addAccount({
      account: {
        name,
        app: name,
        channel: `${platform}.app`,
        options: '{}',
        enabled: true,
        createdAt: NOON,
      },
      app: {
        name,
        corp: platform,
        platform,
        kind: `${platform}.app`,
        fields: '{}',
        secrets: { appSecret: Buffer.from('sealed') },
        exclusive: false,
        tokenSharing: false,
        sandbox: true,
        createdAt: NOON,
      },
      corp: { name: platform, platform, platformCorpId: null, seats: 1000 },
    })
  }
  return { epoch: await store.registerNode({ name: 'test', leaseMs: MINUTE_MS }) }
}

export function newMessage(changes: Partial<NewMessage> = {}): NewMessage {
  return {
    id: randomUUID(),
    day: DAY,
    client: 'oa',
    apiKey: null,
    idempotencyKey: null,
    requestHash: 'hash',
    now: NOON,
    lane: 'normal',
    content: '{"type":"text","text":"hello"}',
    options: '{}',
    accounts: ['ding'],
    expiresAt: null,
    recipients: 1,
    searchText: '',
    ...changes,
  }
}

/** A delivery to a user that is known at once. */
export function toUser(idx: number, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    idx,
    account: 'ding',
    recipient: { kind: 'user', platform: 'dingtalk', value: `user${idx}` },
    vars: null,
    variant: '',
    parts: 1,
    state: 'queued',
    platformId: `user${idx}`,
    personKey: `user${idx}`,
    ...changes,
  }
}

/** A delivery to somebody who has to be looked up. */
export function toMobile(idx: number, mobile: string, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    ...toUser(idx),
    recipient: { kind: 'mobile', platform: null, value: mobile },
    state: 'resolving',
    platformId: null,
    personKey: null,
    ...changes,
  }
}

export const toUsers = (count: number): NewDelivery[] =>
  Array.from({ length: count }, (_, position) => toUser(position + 1))

export async function acceptOne(
  store: Store,
  deliveries: readonly NewDelivery[] = [toUser(1)],
  changes: Partial<NewMessage> = {},
  later: AcceptInput['later'] = [],
): Promise<MessageRef> {
  const message = newMessage({ recipients: deliveries.length, ...changes })
  const accepted: Accepted = await store.accept({ message, deliveries, later })
  return accepted.message
}

/** Starts as the pipeline does, without limits, everything that fits. */
export function startRequest(epoch: number, changes: Partial<StartRequest> = {}): StartRequest {
  return {
    account: 'ding',
    client: 'oa',
    lane: 'normal',
    epoch,
    now: NOON,
    limits: [],
    memberLimits: [],
    ordered: false,
    maxCalls: 10,
    maxMembers: 100,
    seenSince: NOON - MINUTE_MS,
    choose: ({ members }) => ({ kind: 'take', count: members.length, contentHash: 'content', debits: [] }),
    compose: ({ members }) => {
      const body = JSON.stringify(members.map(({ platformId }) => platformId))
      return {
        kind: 'call',
        body,
        bodyHash: `of ${body}`,
        contentHash: 'content',
        options: '{}',
        replayUntil: NOON + 30 * MINUTE_MS,
      }
    },
    ...changes,
  }
}

/** Starts and answers the only call. */
export async function startOnly(
  store: Store,
  epoch: number,
  changes: Partial<StartRequest> = {},
): Promise<StartedCall> {
  const { calls } = await store.start(startRequest(epoch, changes))
  const [call] = calls
  if (!call || calls.length > 1) throw new Error(`${calls.length} calls started, not one.`)
  return call
}

export const finish: Extract<Settlement, { kind: 'finish' }> = {
  kind: 'finish',
  receipt: 'task-1',
  final: false,
  exceptions: [],
}

/** Records an outcome as the attempt of the call itself would. */
export function record(
  store: Store,
  call: StartedCall,
  settlement: Settlement,
  outcome: Outcome = 'accepted',
  now = NOON,
): Promise<'recorded' | 'late'> {
  const receipt = settlement.kind === 'finish' && settlement.receipt
  return store.recordOutcome({
    call: call.id,
    epoch: call.epoch,
    attempt: call.attempt,
    now,
    evidence: { outcome, ...(receipt ? { receipt } : {}) },
    settlement,
  })
}

/** The states of a message's deliveries in their order. */
export async function statesOf(store: Store, message: MessageRef): Promise<string[]> {
  const { items } = await store.deliveries(message.id, { limit: 1000 })
  return items.map(({ state }) => state)
}
