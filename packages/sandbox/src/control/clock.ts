import { wholeNumber } from './input.ts'
import type { ControlRoute } from './route.ts'

export const clockRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/clock', what: 'business time', answer: (control) => control.clock() },
  {
    method: 'POST',
    path: '/clock/advance',
    what: '{"ms"}: moves business time forward',
    answer: (control, { input }) => control.advance(input.only('ms').required('ms', wholeNumber(0))),
  },
]
