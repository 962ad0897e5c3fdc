import { platformName } from './input.ts'
import { type ControlRoute, param } from './route.ts'

export const mediaRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/media/:platform',
    what: 'the files that were uploaded, oldest first',
    answer: (control, call) => control.media(platformName(param(call, 'platform'), 'platform')),
  },
  {
    method: 'GET',
    path: '/media/:platform/:id',
    what: 'the bytes of one of them, expired or not',
    answer: (control, call) =>
      control.mediaBytes(platformName(param(call, 'platform'), 'platform'), param(call, 'id')),
  },
]
