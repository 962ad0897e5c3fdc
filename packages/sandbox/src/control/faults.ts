import { ControlError } from '../control-error.ts'
import type { Fault } from '../faults.ts'
import { besideNamedAction, readFaultAction } from './fault-action.ts'
import { type ControlInput, share, text, wholeNumber } from './input.ts'
import type { ControlRoute } from './route.ts'

export const faultRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/faults',
    what: 'the armed faults',
    answer: (control) => control.faults(),
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
      return control.faults()
    },
  },
]

const FIELDS: readonly string[] = ['path', 'times', 'probability', 'action']

function readFault(input: ControlInput): Fault {
  const { action } = input.all
  input.only(...FIELDS, ...(typeof action === 'string' ? besideNamedAction : []))
  const beside = Object.entries(input.all).filter(([name]) => !FIELDS.includes(name))
  const times = input.optional('times', wholeNumber(1))
  const probability = input.optional('probability', share)
  return {
    path: input.required('path', faultPath),
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
    action: readFaultAction(action, Object.fromEntries(beside)),
  }
}

/** A path that could never match a request would be a fault that silently does nothing. */
function faultPath(value: unknown, name: string): string {
  const path = text(value, name)
  if (path.includes('?') || path.includes('://')) {
    throw new ControlError(name, path, 'Give the path alone, without host and query; it may end in *.')
  }
  return path.startsWith('/') || path === '*' ? path : `/${path}`
}
