import { platformName, textOrNumber } from './input.ts'
import type { ControlRoute } from './route.ts'

export const tokenRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/tokens/revoke',
    what: '{"platform"?, "app"?}: tokens become invalid before they expire',
    answer: (control, { input }) => {
      const platform = input.only('platform', 'app').optional('platform', platformName)
      const app = input.optional('app', textOrNumber)
      control.revokeTokens({ ...(platform && { platform }), ...(app && { app }) })
      return { revoked: app ?? 'all', platform: platform ?? 'all' }
    },
  },
]
