import type { LogRedactor } from './access/redaction.ts'
import type { Clock } from './clock.ts'

/** From nothing to everything. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface LogOptions {
  readonly level: LogLevel
  readonly redactor: LogRedactor
  readonly clock: Pick<Clock, 'now'>
  readonly write: (line: string) => void
}

/** One JSON object a line, in UTC, redacted as a whole: whatever field a secret hides in, it does not get out. */
export class Log {
  readonly #options: LogOptions

  constructor(options: LogOptions) {
    this.#options = options
  }

  /** Something has failed that somebody should look at. */
  error(what: string, error: unknown, fields: object = {}): void {
    this.#line('error', what, { ...fields, error: describe(error) })
  }

  warn(what: string, fields: object = {}): void {
    this.#line('warn', what, fields)
  }

  info(what: string, fields: object = {}): void {
    this.#line('info', what, fields)
  }

  #line(level: LogLevel, what: string, fields: object): void {
    const { redactor, clock, write } = this.#options
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(this.#options.level)) return
    const at = new Date(clock.now()).toISOString()
    write(`${redactor.line(JSON.stringify({ at, level, what, ...fields }))}\n`)
  }
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) }
  return { name: error.name, message: error.message, stack: error.stack, ...cause }
}
