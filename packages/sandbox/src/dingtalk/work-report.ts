import { DAY_MS } from '../clock.ts'
import type { World } from '../world.ts'
import { type Reply, refuse } from './envelope.ts'
import type { Call, Endpoint } from './gate.ts'
import type { Task, TaskBook } from './task.ts'
import { MOST_STATUS_BAR_RECIPIENTS, withStatusBar } from './work-oa.ts'

/** 《获取工作通知消息的发送结果》 (2026-07-13): above it no result is returned. */
const MOST_RECIPIENTS_WITH_RESULT = 100
/** The same for results and recalls: only tasks of the last 24 hours. */
const RESULT_WINDOW_MS = DAY_MS

/** What can be asked about a task afterwards, and its recall. */
export class WorkReport {
  readonly #world: World
  readonly #tasks: TaskBook

  constructor(world: World, tasks: TaskBook) {
    this.#world = world
    this.#tasks = tasks
  }

  /** POST …/getsendprogress — 《获取工作通知消息的发送进度》. */
  readonly progress: Endpoint = (call) => {
    const isWeek = this.#world.profiles.get('dingtalk.progressWindow') === '7_days'
    const task = this.#find(call, 'task_id', isWeek ? 7 * DAY_MS : DAY_MS)
    if (!task) return refuse('dingtalk.task.unknown', 40035)
    return { rule: 'dingtalk.progress.ok', fields: { progress: this.#tasks.progress(task) } }
  }

  /** POST …/getsendresult. The page names no code for a wrong task; the one of the progress page stands in. */
  readonly result: Endpoint = (call) => {
    const task = this.#find(call, 'task_id', RESULT_WINDOW_MS)
    if (!task) return refuse('dingtalk.task.unknown', 40035)
    if (task.recipients > MOST_RECIPIENTS_WITH_RESULT) return this.#oversized(task)
    if (this.#tasks.progress(task).status === 2) return this.#sendResult(task)
    return this.#world.profiles.get('dingtalk.unfinishedResult') === '41052'
      ? refuse('dingtalk.result.unfinished', 41052)
      : this.#sendResult(nothingYet(task))
  }

  /** POST …/recall — 《撤回工作通知消息》. Every copy goes, also one that was read. */
  readonly recall: Endpoint = (call) => {
    const task = this.#find(call, 'msg_task_id', RESULT_WINDOW_MS)
    if (!task) return refuse('dingtalk.task.unknown', 400002, 'agentId不合法或taskId不合法')
    this.#world.inbox.recall('dingtalk', String(task.id))
    return { rule: 'dingtalk.recall.ok' }
  }

  /** POST …/status_bar/update — 《更新工作通知状态栏》(2026-07-13). */
  readonly updateStatusBar: Endpoint = (call) => {
    const { app, params } = call
    if (params.integer('agent_id') !== app.agentId) return refuse('dingtalk.agentid.unknown', 40056)
    const isWeek = this.#world.profiles.get('dingtalk.statusBarWindow') === '7_days'
    const task = this.#find(call, 'task_id', isWeek ? 7 * DAY_MS : DAY_MS)
    const status_value = params.text('status_value')
    if (!task?.isOa || status_value === '') return refuse('dingtalk.task.unknown', 40035)
    if (this.#tasks.progress(task).status !== 2 || task.recipients > MOST_STATUS_BAR_RECIPIENTS)
      return refuse('dingtalk.statusBar.unfinished', 41052)
    const bar = { status_value, ...(params.has('status_bg') && { status_bg: params.text('status_bg') }) }
    this.#world.inbox.change('dingtalk', String(task.id), undefined, (message) => withStatusBar(message, bar))
    return { rule: 'dingtalk.statusBar.ok' }
  }

  #find({ app, params }: Call, taskField: string, windowMs: number): Task | undefined {
    if (params.integer('agent_id') !== app.agentId) return undefined
    return this.#tasks.find(app, params.integer(taskField), windowMs)
  }

  #oversized(task: Task): Reply {
    const answer = this.#world.profiles.get('dingtalk.oversizedResult')
    if (answer === 'empty_lists') return this.#sendResult(nothingYet(task))
    if (answer === '41052') return refuse('dingtalk.result.oversized', 41052)
    return refuse('dingtalk.result.oversized', 15)
  }

  #sendResult(task: Task): Reply {
    const asStrings = this.#world.profiles.get('dingtalk.resultLists') === 'comma_strings'
    const keepsEmpty = this.#world.profiles.get('dingtalk.emptyLists') === 'present'
    const read = task.reached.filter(({ entry }) => entry.readAt !== null)
    const unread = task.reached.filter(({ entry }) => entry.readAt === null)
    const lists = {
      invalid_user_id_list: task.invalidUserids,
      forbidden_user_id_list: task.forbidden.map(({ userid }) => userid),
      failed_user_id_list: task.failed,
      read_user_id_list: read.map(({ userid }) => userid),
      unread_user_id_list: unread.map(({ userid }) => userid),
      invalid_dept_id_list: task.invalidDepartments,
    }
    const shown = Object.entries({ ...lists, forbidden_list: task.forbidden })
      .filter(([, list]) => keepsEmpty || list.length > 0)
      .map(([name, list]) => [name, asStrings && name !== 'forbidden_list' ? list.join(',') : list])
    // The page's sample has the request_id, which the envelope fills in, before the lists.
    const fields = { request_id: '', send_result: Object.fromEntries(shown) }
    return { rule: 'dingtalk.result.ok', hasErrmsg: false, fields }
  }
}

function nothingYet(task: Task): Task {
  return { ...task, invalidUserids: [], invalidDepartments: [], failed: [], forbidden: [], reached: [] }
}
