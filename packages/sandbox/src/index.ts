import { createServer, type Server } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { machineTime, type TimeSource, VirtualClock } from './clock.ts'
import { answerControl, isControlPath } from './control/http.ts'
import { SandboxControl } from './control/sandbox-control.ts'
import { createGuard } from './guard.ts'
import { createListener, type Exchange, listen, readRequest, stop } from './server.ts'
import type { SimulationOptions } from './simulation.ts'
import { serveConnect } from './tls/connect-proxy.ts'
import { PLATFORM_HOSTS } from './tls/host-names.ts'
import { serveWebSockets } from './upgrade.ts'

export interface SandboxOptions extends SimulationOptions {
  /** 0 (default) takes a free one. */
  readonly port?: number
  /** The address to listen on, 127.0.0.1 by default. */
  readonly host?: string
  /** Host names under which it may be called besides loopback, for example a container's service name. */
  readonly allowedHosts?: readonly string[]
  /** Where business time starts from; the machine's clock by default. `control.advance` adds to it. */
  readonly clock?: TimeSource
  /** Serves the platforms' own host names as well. Certificate and key are kept in the directory. */
  readonly tls?: { readonly directory: string; readonly port?: number }
}

/** A running sandbox: both platforms and `/_sandbox` on one port. */
export interface Sandbox {
  /** Base URL of every simulated platform, for example `http://127.0.0.1:4181`. */
  readonly url: string
  readonly port: number
  /** Business time. */
  readonly clock: TimeSource
  readonly control: SandboxControl
  /** With the option `tls`: set HTTPS_PROXY to `url` and NODE_EXTRA_CA_CERTS to `authorityFile`. */
  readonly tls: TlsAccess | null
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

export interface TlsAccess {
  /** HTTPS on loopback, for clients that are given a base URL. */
  readonly url: string
  readonly port: number
  /** PEM file of the authority that signed the certificate; trust it in the client under test only. */
  readonly authorityFile: string
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port: wantedPort = 0, host = '127.0.0.1', allowedHosts = [] } = options
  const clock = new VirtualClock(options.clock)
  let url = ''
  const control = new SandboxControl(clock, () => url, options)
  const serve = (server: Server | HttpsServer, names: readonly string[]) => {
    const guard = createGuard(names)
    const now = () => clock.now()
    const exchange: Exchange = (request) =>
      isControlPath(request.path) ? answerControl(control, request) : control.simulation.exchange(request)
    server.on('request', createListener(guard, now, exchange))
    return serveWebSockets(
      server,
      (message) => guard(message) ?? control.simulation.connect(readRequest(message, Buffer.alloc(0), now())),
    )
  }
  const https =
    options.tls &&
    (await startHttps(options.tls, (server) => serve(server, [...allowedHosts, ...PLATFORM_HOSTS])))
  const server = createServer()
  const endSockets = serve(server, allowedHosts)
  const endTunnels = serveConnect(server, https?.access.port)
  const port = await listen(server, wantedPort, host).catch(async (error: unknown) => {
    await https?.close()
    throw error
  })
  url = `http://${callableHost(host)}:${port}`
  return {
    url,
    port,
    clock,
    control,
    tls: https?.access ?? null,
    close: async () => {
      control.simulation.end()
      endTunnels()
      endSockets()
      await Promise.all([stop(server), https?.close()])
    },
  }
}

/** Certificates are made with code that nobody needs who stays on plain HTTP, so it is loaded here. */
async function startHttps(
  { directory, port: wantedPort = 0 }: { directory: string; port?: number },
  serve: (server: HttpsServer) => () => void,
) {
  const { createServer: createHttpsServer } = await import('node:https')
  const { provideCertificate } = await import('./tls/certificates.ts')
  const { certificate, key, authorityFile } = await provideCertificate(directory, machineTime.now())
  const server = createHttpsServer({ cert: certificate, key })
  const endSockets = serve(server)
  const port = await listen(server, wantedPort, '127.0.0.1')
  const access: TlsAccess = { url: `https://127.0.0.1:${port}`, port, authorityFile }
  const close = async () => {
    endSockets()
    await stop(server)
  }
  return { access, close }
}

/** Where this machine reaches what listens on `host`; all addresses include loopback. */
function callableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

export type { CallbackPush, CallbackSettings, PushAttempt } from './callback-push.ts'
export type { Chat, ChatMessage } from './chat.ts'
export type { TimeSource } from './clock.ts'
export type {
  CallbackChange,
  ClockReading,
  IpChange,
  LimitChanges,
  SandboxControl,
} from './control/sandbox-control.ts'
export { ControlError } from './control-error.ts'
export type { CompanyPage, DingTalkDescription, WecomDescription } from './description.ts'
export type { DingTalkControl, GroupDescription, GroupWriting } from './dingtalk/control.ts'
export type { GroupPost } from './dingtalk/enterprise-robot/groups.ts'
export type { CardAddress } from './dingtalk/push/pushes.ts'
export type { StreamDescription } from './dingtalk/push/streams.ts'
export type { Fault, FaultAction, FaultStatus } from './faults.ts'
export { type LimitDeclaration, limitDeclarations } from './limits.ts'
export type { MediaDescription } from './media-store.ts'
export type { Press } from './phone.ts'
export type { AppSettings, PlatformName } from './platform.ts'
export { type ProfileChoice, type ProfileDeclaration, profileDeclarations } from './profiles.ts'
export type { LoggedRequest, RequestFilter } from './request-log.ts'
export type { SimulationOptions } from './simulation.ts'
export type { Employee, InboxEntry, InjectedOutcome, OutcomeName } from './world.ts'
