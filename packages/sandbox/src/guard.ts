import type { IncomingMessage } from 'node:http'
import type { SandboxAnswer } from './exchange.ts'

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Refuses requests that a web page on another site may have caused, on the platforms' routes as on ours: a page
 * can reach loopback by a rebound name (Host) or by a cross-site post (Origin, Sec-Fetch-Site).
 */
export function createGuard(allowedHosts: readonly string[]) {
  const names = new Set([...LOOPBACK_NAMES, ...allowedHosts.map((host) => host.toLowerCase())])
  return ({ headers }: IncomingMessage): SandboxAnswer | undefined => {
    if (!names.has(nameOf(headers.host ?? ''))) {
      return refusal(
        'Host',
        headers.host,
        'Call it as 127.0.0.1 or localhost, or name the host in the option allowedHosts.',
      )
    }
    if (headers.origin !== undefined && !names.has(nameOf(headers.origin.replace(/^https?:\/\//, '')))) {
      return refusal('Origin', headers.origin, 'Call it from a page on this machine, or from a program.')
    }
    if (headers['sec-fetch-site'] === 'cross-site') {
      return refusal(
        'Sec-Fetch-Site',
        'cross-site',
        'Call it from a page on this machine, or from a program.',
      )
    }
    return undefined
  }
}

/** The name without its port; an IPv6 address keeps its brackets. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}

function refusal(field: string, value: string | undefined, next: string): SandboxAnswer {
  return { status: 403, body: { error: { field, value: value ?? null, next } }, rule: 'sandbox.guard' }
}
