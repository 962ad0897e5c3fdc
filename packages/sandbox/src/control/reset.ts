import { editions } from '../limits.ts'
import { oneOf, textOrNumber, wholeNumber } from './input.ts'
import { readProfileChoice } from './profile.ts'
import type { ControlRoute } from './route.ts'

export const resetRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/reset',
    what: '{"people"?, "seed"?, "profile"?, "edition"?}: starts over; business time stays',
    answer: (control, { input }) => {
      const people = input.only('people', 'seed', 'profile', 'edition').optional('people', wholeNumber(1))
      const seed = input.optional('seed', textOrNumber)
      const profile = input.optional('profile', readProfileChoice)
      const edition = input.optional('edition', oneOf(...editions))
      control.reset({
        ...(people !== undefined && { people }),
        ...(seed !== undefined && { seed }),
        ...(profile !== undefined && { profile }),
        ...(edition !== undefined && { edition }),
      })
      return { people: control.simulation.company.employees.length, seed: control.simulation.company.seed }
    },
  },
]
