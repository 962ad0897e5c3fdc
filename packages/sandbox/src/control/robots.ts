import { platformName } from './input.ts'
import { type ControlRoute, param } from './route.ts'

export const robotRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/robots/:platform/:name',
    what: 'what the group of a webhook robot sees, oldest first',
    answer: (control, call) =>
      control.robotGroup(platformName(param(call, 'platform'), 'platform'), param(call, 'name')),
  },
]
