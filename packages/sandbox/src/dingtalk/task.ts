import { DAY_MS } from '../clock.ts'
import type { InboxEntry, World } from '../world.ts'
import type { DingTalkApp } from './apps.ts'
import type { Forbidden } from './work-quota.ts'

/** What one send created, and what became of each person. Nothing in it changes later except the inbox entries. */
export interface Task {
  readonly id: number
  readonly app: DingTalkApp
  readonly createdAt: number
  /** Only these have a status bar that can be changed. */
  readonly isOa: boolean
  /** Persons the send resolved to, whatever became of them. */
  readonly recipients: number
  readonly invalidUserids: readonly string[]
  readonly invalidDepartments: readonly number[]
  readonly failed: readonly string[]
  readonly forbidden: readonly (Forbidden & { readonly userid: string })[]
  /** Named as read or unread, as their phone says. */
  readonly reached: readonly { readonly userid: string; readonly entry: InboxEntry }[]
}

/** About as long as the ids seen on the wire; they stay exact in a JSON number. */
export const TASK_ID_DIGITS = 12

/** No interface answers about tasks older than this (《获取工作通知消息的发送进度》). */
const KEPT_MS = 7 * DAY_MS
/** A benchmark must not fill the memory: beyond this the oldest tasks are forgotten early. */
const KEPT_TASKS = 200_000

export type Progress = { readonly progress_in_percent: number; readonly status: 0 | 1 | 2 }

/** The tasks of all apps, oldest first. */
export class TaskBook {
  readonly #world: World
  readonly #tasks = new Map<number, Task>()

  constructor(world: World) {
    this.#world = world
  }

  add(task: Task): void {
    this.#tasks.set(task.id, task)
    for (const [id, { createdAt }] of this.#tasks) {
      if (this.#tasks.size <= KEPT_TASKS && createdAt >= task.createdAt - KEPT_MS) break
      this.#tasks.delete(id)
    }
  }

  /** The app's own task, if it is younger than `windowMs`. */
  find(app: DingTalkApp, id: number | undefined, windowMs: number): Task | undefined {
    const task = id === undefined ? undefined : this.#tasks.get(id)
    if (!task || task.app.name !== app.name) return undefined
    return this.#world.clock.now() - task.createdAt < windowMs ? task : undefined
  }

  /** Follows from the time passed: waiting for the first third of the processing time, then in progress, then done. */
  progress({ createdAt }: Task): Progress {
    const processingMs = this.#world.limits.get('dingtalk.processingMs') ?? 0
    const passedMs = this.#world.clock.now() - createdAt
    if (passedMs >= processingMs) return { progress_in_percent: 100, status: 2 }
    const percent = Math.floor((100 * passedMs) / processingMs)
    return percent < 34 ? { progress_in_percent: 0, status: 0 } : { progress_in_percent: percent, status: 1 }
  }
}
