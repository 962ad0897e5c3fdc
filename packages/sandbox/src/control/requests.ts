import { type ControlRoute, queryNumber } from './route.ts'

export const requestRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/requests',
    what: 'what the platforms were asked and answered, with the rule that decided; ?after=&path=&limit=',
    answer: (control, call) => {
      const after = queryNumber(call, 'after')
      const limit = queryNumber(call, 'limit')
      const path = call.query.get('path')
      return control.requests({
        ...(after !== undefined && { after }),
        ...(limit !== undefined && { limit }),
        ...(path !== null && { path }),
      })
    },
  },
]
