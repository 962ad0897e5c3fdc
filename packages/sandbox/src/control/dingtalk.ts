import { ControlError } from '../control-error.ts'
import { isRecord, text, textOrNumber } from './input.ts'
import { type ControlCall, type ControlRoute, param } from './route.ts'

const userid = (call: ControlCall) => call.input.required('userid', text)
const app = (call: ControlCall) => call.input.required('app', textOrNumber)

/** An address, or null to end it. */
function urlOrNull(value: unknown, name: string): string | null {
  return value === null ? null : text(value, name)
}

/** What only DingTalk has. */
export const dingtalkRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/dingtalk/groups',
    what: 'the corp’s groups, their members and the apps whose robots are in them',
    answer: (control) => control.dingtalk.groups(),
  },
  {
    method: 'GET',
    path: '/dingtalk/groups/:id',
    what: 'what the group shows, oldest first',
    answer: (control, call) => control.dingtalk.posts(param(call, 'id')),
  },
  {
    method: 'POST',
    path: '/dingtalk/groups/:id/enter',
    what: '{"app"}: its robot comes into the group',
    answer: (control, call) => control.dingtalk.admitRobot(param(call, 'id'), app(call), true),
  },
  {
    method: 'POST',
    path: '/dingtalk/groups/:id/leave',
    what: '{"app"}: its robot leaves the group',
    answer: (control, call) => control.dingtalk.admitRobot(param(call, 'id'), app(call), false),
  },
  {
    method: 'POST',
    path: '/dingtalk/groups/:id/write',
    what: '{"userid", "app", "text"}: a member mentions the robot',
    answer: (control, call) =>
      control.dingtalk.writeInGroup(param(call, 'id'), {
        userid: userid(call),
        app: app(call),
        text: call.input.only('userid', 'app', 'text').required('text', text),
      }),
  },
  {
    method: 'POST',
    path: '/dingtalk/groups/:id/read',
    what: '{"userid"}: a member reads everything in it',
    answer: (control, call) => control.dingtalk.readGroup(param(call, 'id'), userid(call)),
  },
  {
    method: 'POST',
    path: '/dingtalk/groups/:id/:post/press',
    what: '{"userid", "key"}: a member presses a button of a card',
    answer: (control, call) => {
      const key = call.input.only('userid', 'key').required('key', text)
      return control.dingtalk.pressInGroup(param(call, 'id'), param(call, 'post'), userid(call), { key })
    },
  },
  {
    method: 'POST',
    path: '/dingtalk/files',
    what: '{"userid", "app", "mediaId"}: the person sends an upload to the robot',
    answer: (control, call) =>
      control.dingtalk.sendFile(
        userid(call),
        app(call),
        call.input.only('userid', 'app', 'mediaId').required('mediaId', text),
      ),
  },
  {
    method: 'POST',
    path: '/dingtalk/robot-callbacks',
    what: '{"app", "url" | null}: where messages to its robot go over HTTP',
    answer: (control, call) => {
      const url = call.input.only('app', 'url').required('url', urlOrNull)
      control.dingtalk.listenToRobot(app(call), url)
      return { app: app(call), url }
    },
  },
  {
    method: 'POST',
    path: '/dingtalk/card-callbacks',
    what: '{"app", "url" | null, "routeKey", "apiSecret"}: where pressed buttons go over HTTP',
    answer: (control, call) => {
      const { input } = call
      const url = input.only('app', 'url', 'routeKey', 'apiSecret').required('url', urlOrNull)
      const secrets = () => ({
        routeKey: input.required('routeKey', text),
        apiSecret: input.required('apiSecret', text),
      })
      control.dingtalk.listenToCards(app(call), url === null ? null : { url, ...secrets() })
      return { app: app(call), url }
    },
  },
  {
    method: 'POST',
    path: '/dingtalk/events',
    what: '{"app", "type", "data"?}: pushes an event of the subscription',
    answer: (control, call) => {
      const { input } = call
      const type = input.only('app', 'type', 'data').required('type', text)
      const data = input.optional('data', (value, name) => {
        if (isRecord(value)) return value
        throw new ControlError(name, value, 'Give an object.')
      })
      return control.dingtalk.pushEvent(app(call), type, data ?? {})
    },
  },
  {
    method: 'GET',
    path: '/dingtalk/streams',
    what: 'the open Stream connections',
    answer: (control) => control.dingtalk.streams(),
  },
  {
    method: 'POST',
    path: '/dingtalk/streams/disconnect',
    what: '{"app"?}: asks them to come again, as the platform does now and then',
    answer: (control, { input }) =>
      control.dingtalk.disconnectStreams(input.only('app').optional('app', textOrNumber)),
  },
]
