import type { World } from '../world.ts'

/** A card that was sent and calls back. */
export interface SentCard {
  readonly app: string
  readonly msgid: string
  readonly taskId: string
  /** The card_type, or `taskcard`. */
  readonly form: string
  /** Userids of those who received it. */
  readonly members: readonly string[]
}

interface IssuedCode {
  readonly card: SentCard
  readonly issuedAt: number
}

/** Opaque; no recorded one has a length to go by. */
const CODE_CHARS = 64
/** Beyond it the oldest are forgotten, so that a benchmark does not fill the memory. */
const MOST_REMEMBERED = 100_000

/** The cards that can still be changed, and the codes that allow it: each once, within their time. */
export class SentCards {
  readonly #world: World
  readonly #byTask = new Map<string, SentCard>()
  readonly #byMsgid = new Map<string, SentCard>()
  readonly #codes = new Map<string, IssuedCode>()

  constructor(world: World) {
    this.#world = world
  }

  record(card: SentCard): void {
    keep(this.#byTask, taskKey(card.app, card.taskId), card)
    keep(this.#byMsgid, card.msgid, card)
  }

  hasTask(app: string, taskId: string): boolean {
    return this.#byTask.has(taskKey(app, taskId))
  }

  ofTask(app: string, taskId: string): SentCard | undefined {
    return this.#byTask.get(taskKey(app, taskId))
  }

  ofMessage(msgid: string): SentCard | undefined {
    return this.#byMsgid.get(msgid)
  }

  issueCode(card: SentCard, issuedAt: number): string {
    const code = this.#world.ids.urlSafe(CODE_CHARS)
    keep(this.#codes, code, { card, issuedAt })
    return code
  }

  /** The card of an unused code that has not expired. */
  ofCode(code: string, now: number): SentCard | undefined {
    const issued = this.#codes.get(code)
    const seconds = this.#world.limits.get('wecom.responseCodeSeconds') ?? Number.POSITIVE_INFINITY
    return issued && now < issued.issuedAt + seconds * 1000 ? issued.card : undefined
  }

  useUp(code: string): void {
    this.#codes.delete(code)
  }
}

function taskKey(app: string, taskId: string): string {
  return `${app} ${taskId}`
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value)
  const oldest = map.keys().next()
  if (map.size > MOST_REMEMBERED && !oldest.done) map.delete(oldest.value)
}
