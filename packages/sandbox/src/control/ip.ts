import { platformName, text, textOrNumber, texts } from './input.ts'
import type { ControlRoute } from './route.ts'
import type { IpChange } from './sandbox-control.ts'

export const ipRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/ip',
    what: '{"app" | "robot", "allow": [address or block] | null, "platform"?}: the trusted addresses',
    answer: (control, { input }) => {
      const platform = input.only('platform', 'app', 'robot', 'allow').optional('platform', platformName)
      const app = input.optional('app', textOrNumber)
      const robot = input.optional('robot', text)
      const allow = input.required('allow', (value, name) => (value === null ? null : texts(value, name)))
      const change: IpChange = {
        allow,
        ...(platform && { platform }),
        ...(app && { app }),
        ...(robot && { robot }),
      }
      control.allowIps(change)
      return change
    },
  },
]
