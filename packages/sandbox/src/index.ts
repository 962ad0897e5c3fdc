import { createServer } from 'node:http'
import { type TimeSource, VirtualClock } from './clock.ts'
import { answerControl, isControlPath } from './control/http.ts'
import { SandboxControl } from './control/sandbox-control.ts'
import { createGuard } from './guard.ts'
import { createListener, listen, stop } from './server.ts'
import type { SimulationOptions } from './simulation.ts'

export interface SandboxOptions extends SimulationOptions {
  /** 0 (default) takes a free one. */
  readonly port?: number
  /** The address to listen on, 127.0.0.1 by default. */
  readonly host?: string
  /** Host names under which it may be called besides loopback, for example a container's service name. */
  readonly allowedHosts?: readonly string[]
  /** Where business time starts from; the machine's clock by default. `control.advance` adds to it. */
  readonly clock?: TimeSource
}

/** A running sandbox: both platforms and `/_sandbox` on one port. */
export interface Sandbox {
  /** Base URL of every simulated platform, for example `http://127.0.0.1:4181`. */
  readonly url: string
  readonly port: number
  /** Business time. */
  readonly clock: TimeSource
  readonly control: SandboxControl
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port: wantedPort = 0, host = '127.0.0.1', allowedHosts = [] } = options
  const clock = new VirtualClock(options.clock)
  const control = new SandboxControl(clock, options)
  const listener = createListener(
    createGuard(allowedHosts),
    () => clock.now(),
    (request) =>
      isControlPath(request.path) ? answerControl(control, request) : control.simulation.exchange(request),
  )
  const server = createServer(listener)
  const port = await listen(server, wantedPort, host)
  return { url: `http://${callableHost(host)}:${port}`, port, clock, control, close: () => stop(server) }
}

/** Where this machine reaches what listens on `host`; all addresses include loopback. */
function callableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

export type { TimeSource } from './clock.ts'
