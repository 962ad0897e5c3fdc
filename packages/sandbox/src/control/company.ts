import { ControlError } from '../control-error.ts'
import { type ControlRoute, queryNumber } from './route.ts'

export const companyRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/company',
    what: 'credentials, robots, departments, tags and people; ?cursor=&limit= page the people',
    answer: (control, call) => {
      const cursor = call.query.get('cursor')
      const limit = queryNumber(call, 'limit')
      if (limit === 0) throw new ControlError('limit', 0, 'Give a whole number of at least 1.')
      return control.company({ ...(cursor !== null && { cursor }), ...(limit !== undefined && { limit }) })
    },
  },
]
