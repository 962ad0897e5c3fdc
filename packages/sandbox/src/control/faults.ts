import { ControlError } from '../control-error.ts'
import type { Fault, FaultAction } from '../faults.ts'
import { type ControlInput, isRecord, share, text, wholeNumber } from './input.ts'
import type { ControlRoute } from './route.ts'

export const faultRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/faults',
    what: 'the armed faults',
    answer: (control) => ({ faults: control.faults() }),
  },
  {
    method: 'POST',
    path: '/faults',
    what: '{"path", "times" | "probability", "action"}: arms a fault; path may end in *',
    answer: (control, { input }) => control.setFault(readFault(input)),
  },
  {
    method: 'DELETE',
    path: '/faults',
    what: 'disarms all faults',
    answer: (control) => {
      control.clearFaults()
      return { faults: [] }
    },
  },
]

function readFault(input: ControlInput): Fault {
  input.only('path', 'times', 'probability', 'action')
  const times = input.optional('times', wholeNumber(1))
  const probability = input.optional('probability', share)
  return {
    path: input.required('path', text),
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
    action: input.required('action', readAction),
  }
}

const ACTIONS = '"reset_before", "reset_after", {"delay": ms}, {"status", "body"?}, {"body"} or {"errcode"}'

function readAction(value: unknown, name: string): FaultAction {
  if (value === 'reset_before' || value === 'reset_after') return value
  const action = isRecord(value) ? value : {}
  const { delay, status, body, errcode } = action
  const kind = Object.keys(action).sort().join()
  if (kind === 'delay' && isWhole(delay, 0)) return { delay }
  if (kind === 'errcode' && isWhole(errcode, Number.MIN_SAFE_INTEGER)) return { errcode }
  if (kind === 'body' && isBody(body)) return { body }
  if (kind === 'status' && isStatus(status)) return { status }
  if (kind === 'body,status' && isStatus(status) && isBody(body)) return { status, body }
  throw new ControlError(name, value, `Use one of: ${ACTIONS}.`)
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least
}

function isStatus(value: unknown): value is number {
  return isWhole(value, 200) && value <= 599
}

function isBody(value: unknown): value is object | string {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
}
