/** A control call that cannot be carried out: which field, what it held, and what to do instead. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly field: string
  readonly value: unknown
  readonly next: string
  readonly status: 400 | 404 | 405 | 504

  constructor(field: string, value: unknown, next: string, status: 400 | 404 | 405 | 504 = 400) {
    super(`${field}: ${show(value)} is not usable here. ${next}`)
    this.field = field
    this.value = value
    this.next = next
    this.status = status
  }
}

const SHOWN_CHARS = 200

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text
}
