import { ControlError } from '../control-error.ts'
import type { FaultAction } from '../faults.ts'
import { isRecord } from './input.ts'

const ACTIONS = '"reset_before", "reset_after", {"delay": ms}, {"status", "body"?}, {"body"} or {"errcode"}'

/** The fields that may stand beside an action that is given by its name alone. */
export const besideNamedAction = ['delay', 'ms', 'status', 'body', 'errcode', 'code'] as const

/**
 * Reads the action of a fault. People write one action in three ways, none of which can mean anything else:
 * `{"delay": 100}`, `{"type": "delay", "ms": 100}`, and `"delay"` with `"ms": 100` beside it.
 */
export function readFaultAction(action: unknown, beside: Readonly<Record<string, unknown>>): FaultAction {
  const written = typeof action === 'string' ? { ...beside, type: action } : action
  const read = isRecord(written) ? readValues(valuesOf(written)) : undefined
  if (read !== undefined) return read
  throw new ControlError('action', action, `Use one of: ${ACTIONS}.`)
}

type Values = Readonly<Record<string, unknown>>

function valuesOf({ type, ...values }: Values): Values {
  if (type === undefined) return values
  if (type === 'reset_before' || type === 'reset_after') return { ...values, [type]: true }
  if (type === 'delay' && 'ms' in values) return renamed(values, 'ms', 'delay')
  if (type === 'errcode' && 'code' in values) return renamed(values, 'code', 'errcode')
  return typeof type === 'string' && type in values ? values : {}
}

function renamed(values: Values, from: string, to: string): Values {
  const { [from]: value, ...others } = values
  return { ...others, [to]: value }
}

function readValues(values: Values): FaultAction | undefined {
  const { delay, status, body, errcode } = values
  const names = Object.keys(values).sort().join()
  if ((names === 'reset_before' || names === 'reset_after') && values[names] === true) return names
  if (names === 'delay' && isWhole(delay, 0)) return { delay }
  if (names === 'errcode' && (isWhole(errcode, Number.MIN_SAFE_INTEGER) || isCode(errcode)))
    return { errcode }
  if (names === 'body' && isBody(body)) return { body }
  if (names === 'status' && isStatus(status)) return { status }
  if (names === 'body,status' && isStatus(status) && isBody(body)) return { status, body }
  return undefined
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least
}

/** For example `send.too.fast`; a number written as a text would be a mistake on every platform. */
function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z][\w.]*$/.test(value)
}

function isStatus(value: unknown): value is number {
  return isWhole(value, 200) && value <= 599
}

function isBody(value: unknown): value is object | string {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
}
