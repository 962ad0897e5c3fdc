import { ControlError } from '../control-error.ts'
import type { SandboxAnswer, SandboxRequest } from '../exchange.ts'
import { appRoutes } from './apps.ts'
import { chatRoutes } from './chats.ts'
import { clockRoutes } from './clock.ts'
import { companyRoutes } from './company.ts'
import { dingtalkRoutes } from './dingtalk.ts'
import { faultRoutes } from './faults.ts'
import { inboxRoutes } from './inbox.ts'
import { ControlInput } from './input.ts'
import { ipRoutes } from './ip.ts'
import { limitRoutes } from './limits.ts'
import { mediaRoutes } from './media.ts'
import { outcomeRoutes } from './outcomes.ts'
import { phoneRoutes } from './phones.ts'
import { profileRoutes } from './profile.ts'
import { requestRoutes } from './requests.ts'
import { resetRoutes } from './reset.ts'
import { robotRoutes } from './robots.ts'
import type { ControlRoute } from './route.ts'
import type { SandboxControl } from './sandbox-control.ts'
import { tokenRoutes } from './tokens.ts'

const CONTROL_PREFIX = '/_sandbox'

const routes: readonly ControlRoute[] = [
  ...companyRoutes,
  ...requestRoutes,
  ...inboxRoutes,
  ...phoneRoutes,
  ...dingtalkRoutes,
  ...robotRoutes,
  ...chatRoutes,
  ...mediaRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...tokenRoutes,
  ...profileRoutes,
  ...limitRoutes,
  ...outcomeRoutes,
  ...ipRoutes,
  ...appRoutes,
  ...resetRoutes,
]

export function isControlPath(path: string): boolean {
  return path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`)
}

/** Answers `/_sandbox/…`: finds the route, reads the input, lets SandboxControl do the work. */
export async function answerControl(
  control: SandboxControl,
  request: SandboxRequest,
): Promise<SandboxAnswer> {
  const path = request.path.slice(CONTROL_PREFIX.length)
  if (path === '' || path === '/') return { status: 200, body: index(), rule: 'sandbox.control' }
  try {
    const { route, params } = findRoute(request.method, path)
    const input = ControlInput.fromBody(request.rawBody)
    const body = await route.answer(control, { params, query: request.query, input })
    return { status: 200, body, rule: 'sandbox.control' }
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    const { field, value = null, message, next, status } = error
    return { status, body: { error: { field, value, message, next } }, rule: 'sandbox.control.refused' }
  }
}

function findRoute(
  method: string,
  path: string,
): { route: ControlRoute; params: ReadonlyMap<string, string> } {
  const methods: string[] = []
  for (const route of routes) {
    const params = matchPath(route.path, path)
    if (!params) continue
    if (route.method === method) return { route, params }
    methods.push(route.method)
  }
  if (methods.length > 0) throw new ControlError('method', method, `Use ${methods.join(' or ')} here.`, 405)
  throw new ControlError('path', CONTROL_PREFIX + path, 'GET /_sandbox/ lists what exists.', 404)
}

function matchPath(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params = new Map<string, string>()
  for (const [place, segment] of wanted.entries()) {
    const actual = given[place] ?? ''
    if (segment.startsWith(':')) params.set(segment.slice(1), decode(actual))
    else if (segment !== actual) return undefined
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new ControlError('path', segment, 'Percent-encode the path segment correctly.')
  }
}

function index(): object {
  return {
    name: 'Hongyan sandbox 鸿雁沙箱',
    platforms: { dingtalk: 'base URL = this origin', wecom: 'base URL = this origin' },
    control: routes.map(({ method, path, what }) => ({ method, path: CONTROL_PREFIX + path, what })),
  }
}
