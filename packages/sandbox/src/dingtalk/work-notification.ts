import type { Employee, InboxEntry, InjectedOutcome, World } from '../world.ts'
import { type Reply, refuse } from './envelope.ts'
import type { Call, Endpoint } from './gate.ts'
import { parseObject } from './params.ts'
import { SendLimits } from './send-limits.ts'
import { TASK_ID_DIGITS, type Task, type TaskBook } from './task.ts'
import type { FindMedia } from './work-media.ts'
import { checkMessage } from './work-message.ts'
import { asShown, checkStatusBar } from './work-oa.ts'
import { type ContentKey, type Forbidden, WorkQuota } from './work-quota.ts'
import { type Addressees, type Resolved, readAddressees, resolve } from './work-recipients.ts'

type Message = Readonly<Record<string, unknown>>

/** What becomes of one person. */
type Fate =
  | { readonly kind: 'reached'; readonly entry: InboxEntry }
  | { readonly kind: 'forbidden'; readonly forbidden: Forbidden }
  | { readonly kind: 'invalid' | 'failed' | 'not_listed' }

/** Documented nowhere: what a forbidden list might say of people whom the app may not reach. */
const OUT_OF_RANGE: Forbidden = { code: '50002', count: 0 }
/** If a test forbids people without naming a code: the platform protected itself. */
const FORBIDDEN_WITHOUT_CODE = '1430003'

/**
 * POST /topapi/message/corpconversation/sendbytemplate (《使用模板发送工作通知消息》, 2026-07-13) is for third-party
 * apps only, and every app here is internal. The page names no code for that; the one of a missing right stands in.
 */
export const sendByTemplate: Endpoint = () => refuse('dingtalk.template.internalApp', 60011)

/**
 * POST /topapi/message/corpconversation/asyncsend_v2 (《异步发送工作通知》, 2026-05-29). A right request always
 * creates a task and succeeds; who is over a quota, unknown or out of range shows only in the result.
 */
export class WorkNotification {
  readonly #world: World
  readonly #tasks: TaskBook
  readonly #findMedia: FindMedia
  readonly #quota: WorkQuota
  readonly #sendLimits: SendLimits

  constructor(world: World, tasks: TaskBook, findMedia: FindMedia) {
    this.#world = world
    this.#tasks = tasks
    this.#findMedia = findMedia
    this.#quota = new WorkQuota(world)
    this.#sendLimits = new SendLimits(world)
  }

  readonly send: Endpoint = (call) => {
    const { params, app } = call
    const agentId = params.integer('agent_id')
    if (agentId === undefined) return refuse('dingtalk.agentid.missing', 41011)
    if (agentId !== app.agentId) return refuse('dingtalk.agentid.unknown', 40056)
    const addressees = readAddressees(this.#world, params)
    if ('errcode' in addressees) return addressees
    if (!params.has('msg') || params.value('msg') === '') return refuse('dingtalk.msg.missing', 41015)
    const json = jsonOf(params.value('msg'))
    const msg = parseObject(json)
    if (!msg) return refuse('dingtalk.msg.malformed', 34014)
    const { userids, departments, toAll } = addressees
    const audience = { userids: userids.length, departments: departments.length, toAll }
    return (
      checkMessage(msg, json, this.#findMedia) ??
      checkStatusBar(msg, audience) ??
      this.#accept(call, addressees, msg)
    )
  }

  #accept({ app, at }: Call, addressees: Addressees, msg: Message): Reply {
    const resolved = resolve(this.#world, addressees)
    const persons = resolved.named.length + resolved.expanded.length
    const decision = this.#sendLimits.admit(app.name, persons, addressees.toAll, at)
    if (decision !== 'send' && decision !== 'drop') return decision
    const id = Number(this.#world.ids.digits(TASK_ID_DIGITS))
    const task = {
      id,
      app,
      createdAt: at,
      isOa: msg.msgtype === 'oa',
      recipients: persons + resolved.invalidUserids.length,
    }
    if (decision === 'send') this.#tasks.add({ ...task, ...this.#deliver(id, app.name, resolved, msg, at) })
    else this.#tasks.add({ ...task, ...nobody(resolved) })
    const hasErrmsg = this.#world.profiles.get('dingtalk.sendErrmsg') === 'present'
    const rule = decision === 'send' ? 'dingtalk.send.ok' : 'dingtalk.allStaffPerDay.dropped'
    return { rule, hasErrmsg, fields: { task_id: id } }
  }

  #deliver(id: number, app: string, resolved: Resolved, msg: Message, at: number): Lists {
    const content = this.#quota.contentKey(msg)
    const send = { app, content, at, receipt: String(id), message: asShown(msg, app) }
    const lists = emptyLists(resolved)
    for (const person of [...resolved.named, ...resolved.expanded]) {
      const userid = person.dingtalk?.userid
      if (userid === undefined) continue
      const fate = this.#fateOf(person, userid, send)
      if (fate.kind === 'reached') lists.reached.push({ userid, entry: fate.entry })
      if (fate.kind === 'forbidden') lists.forbidden.push({ ...fate.forbidden, userid })
      if (fate.kind === 'failed') lists.failed.push(userid)
      if (fate.kind === 'invalid') lists.invalidUserids.push(userid)
    }
    return lists
  }

  #fateOf(person: Employee, userid: string, send: Send): Fate {
    const injected = this.#world.outcomes.of('dingtalk', userid)
    const stopped = injected ? this.#stopInjected(injected) : this.#stopUnreachable(person)
    if (stopped) return stopped
    const forbidden = this.#quota.debit(send.app, userid, send.content, send.at)
    if (forbidden) return { kind: 'forbidden', forbidden }
    const neverLoggedIn = !injected && person.state === 'inactive'
    if (neverLoggedIn && this.#world.profiles.get('dingtalk.inactive') === 'not_listed')
      return { kind: 'not_listed' }
    const reached = this.#reach(userid, send)
    if (injected?.outcome === 'read') this.#world.inbox.markRead('dingtalk', userid, reached.entry.id)
    return injected?.outcome === 'not_listed' ? { kind: 'not_listed' } : reached
  }

  /** The outcomes that keep a message from a person; whoever is to be reached is still subject to the quotas. */
  #stopInjected({ outcome, code = FORBIDDEN_WITHOUT_CODE }: InjectedOutcome): Fate | undefined {
    if (outcome === 'invalid' || outcome === 'failed') return { kind: outcome }
    if (outcome === 'dropped') return { kind: 'not_listed' }
    if (outcome !== 'forbidden') return undefined
    return { kind: 'forbidden', forbidden: { code, count: this.#quota.threshold(code) ?? 0 } }
  }

  #stopUnreachable({ state }: Employee): Fate | undefined {
    if (state !== 'out_of_range') return undefined
    const answer = this.#world.profiles.get('dingtalk.outOfRange')
    if (answer === 'forbidden') return { kind: 'forbidden', forbidden: OUT_OF_RANGE }
    return { kind: answer === 'invalid' || answer === 'failed' ? answer : 'not_listed' }
  }

  #reach(userid: string, { app, receipt, message }: Send): { kind: 'reached'; entry: InboxEntry } {
    return {
      kind: 'reached',
      entry: this.#world.inbox.deliver({ platform: 'dingtalk', userid, app, receipt, message }),
    }
  }
}

interface Send {
  readonly app: string
  readonly content: ContentKey
  readonly at: number
  readonly receipt: string
  readonly message: Message
}

/** The lists of a task while they are being filled. */
interface Lists {
  readonly invalidUserids: string[]
  readonly invalidDepartments: readonly number[]
  readonly failed: string[]
  readonly forbidden: Task['forbidden'][number][]
  readonly reached: Task['reached'][number][]
}

function emptyLists({ invalidUserids, invalidDepartments }: Resolved): Lists {
  return { invalidUserids: [...invalidUserids], invalidDepartments, failed: [], forbidden: [], reached: [] }
}

/** A silently dropped send: its result names only what never existed. */
function nobody(resolved: Resolved): Lists {
  return emptyLists(resolved)
}

/** As sent, if it was sent as a text; its length is judged in this form. */
function jsonOf(msg: unknown): string {
  return typeof msg === 'string' ? msg : JSON.stringify(msg)
}
