import { ControlError } from '../control-error.ts'
import type { Press } from '../phone.ts'
import { isRecord, platformName, text, textOrNumber, texts } from './input.ts'
import { type ControlCall, type ControlRoute, param } from './route.ts'

const platformOf = (call: ControlCall) => platformName(param(call, 'platform'), 'platform')

/** What people do on their phones besides reading, and where apps hear of it. */
export const phoneRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/inbox/:platform/:userid/:id/press',
    what: '{"key", "selected"?}: the person taps a button of the card; answers what was pushed to the app',
    answer: (control, call) => {
      const { input } = call
      const key = input.only('key', 'selected').required('key', text)
      const selected = input.optional('selected', readSelected)
      const press: Press = { key, ...(selected && { selected }) }
      return control.press(platformOf(call), param(call, 'userid'), param(call, 'id'), press)
    },
  },
  {
    method: 'POST',
    path: '/inbox/:platform/:userid/write',
    what: '{"app", "text"}: the person writes to the app',
    answer: (control, call) => {
      const app = call.input.only('app', 'text').required('app', textOrNumber)
      return control.write(platformOf(call), param(call, 'userid'), app, call.input.required('text', text))
    },
  },
  {
    method: 'POST',
    path: '/inbox/:platform/:userid/enter',
    what: '{"app"}: the person opens the conversation with the app',
    answer: (control, call) =>
      control.enter(
        platformOf(call),
        param(call, 'userid'),
        call.input.only('app').required('app', textOrNumber),
      ),
  },
  {
    method: 'GET',
    path: '/callbacks',
    what: 'what was pushed to the apps, each try and what they answered',
    answer: (control) => control.callbacks(),
  },
  {
    method: 'POST',
    path: '/callbacks',
    what: '{"app", "url" | null, "token", "aesKey", "platform"?}: where an app hears of events; checked first',
    answer: async (control, { input }) => {
      const platform = input
        .only('platform', 'app', 'url', 'token', 'aesKey')
        .optional('platform', platformName)
      const app = input.required('app', textOrNumber)
      const url = input.required('url', (value, name) => (value === null ? null : text(value, name)))
      const settings =
        url === null
          ? null
          : { url, token: input.required('token', text), aesKey: input.required('aesKey', text) }
      await control.listen({ app, settings, ...(platform && { platform }) })
      return { app, url }
    },
  },
]

function readSelected(value: unknown, name: string): Readonly<Record<string, readonly string[]>> {
  if (!isRecord(value)) throw new ControlError(name, value, 'Give an object {question_key: [option id]}.')
  return Object.fromEntries(Object.entries(value).map(([key, ids]) => [key, texts(ids, name)]))
}
