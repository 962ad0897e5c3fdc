import { ControlError } from '../control-error.ts'
import { editions } from '../limits.ts'
import { type ControlInput, oneOf } from './input.ts'
import type { ControlRoute } from './route.ts'

export const limitRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/limits',
    what: 'edition and every limit, null = off',
    answer: (control) => control.limits(),
  },
  {
    method: 'POST',
    path: '/limits',
    what: '{name: value | null, "edition"?}: changes limits; an edition sets all of them first',
    answer: (control, { input }) => {
      const edition = input.optional('edition', oneOf(...editions))
      return control.setLimits({ ...readValues(input), ...(edition !== undefined && { edition }) })
    },
  },
]

function readValues(input: ControlInput): Record<string, number | null> {
  const values = Object.entries(input.all).filter(([name]) => name !== 'edition')
  return Object.fromEntries(values.map(([name, value]) => [name, readValue(value, name)]))
}

function readValue(value: unknown, name: string): number | null {
  if (value === null || typeof value === 'number') return value
  throw new ControlError(name, value, 'Give a number, or null to switch the limit off.')
}
