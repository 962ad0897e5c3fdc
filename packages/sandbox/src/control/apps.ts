import type { AppSettings } from '../platform.ts'
import { flag, textOrNumber } from './input.ts'
import type { ControlRoute } from './route.ts'

export const appRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/apps',
    what: '{"app", "alwaysHome"?, "rootVisible"?}: how an app of WeCom is set up in the console',
    answer: (control, { input }) => {
      const app = input.only('app', 'alwaysHome', 'rootVisible').required('app', textOrNumber)
      const alwaysHome = input.optional('alwaysHome', flag)
      const rootVisible = input.optional('rootVisible', flag)
      const settings: AppSettings = {
        ...(alwaysHome !== undefined && { alwaysHome }),
        ...(rootVisible !== undefined && { rootVisible }),
      }
      return control.setApp(app, settings)
    },
  },
]
