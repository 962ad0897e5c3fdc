import { platformName } from './input.ts'
import { type ControlRoute, param } from './route.ts'

export const chatRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/chats/:platform',
    what: 'the groups that apps created, with their members and messages',
    answer: (control, call) => control.chats(platformName(param(call, 'platform'), 'platform')),
  },
]
