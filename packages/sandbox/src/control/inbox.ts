import { platformName } from './input.ts'
import { type ControlRoute, param } from './route.ts'

export const inboxRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/inbox/:platform/:userid',
    what: 'the messages on a person’s phone, oldest first',
    answer: (control, call) =>
      control.inbox(platformName(param(call, 'platform'), 'platform'), param(call, 'userid')),
  },
  {
    method: 'POST',
    path: '/inbox/:platform/:userid/:id/read',
    what: 'the person opens the message',
    answer: (control, call) => {
      const platform = platformName(param(call, 'platform'), 'platform')
      return control.markRead(platform, param(call, 'userid'), param(call, 'id'))
    },
  },
]
