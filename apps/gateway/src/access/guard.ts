/** What of a request tells whether a web page on another site caused it. */
export interface RequestOrigin {
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly secFetchSite: string | undefined
}

export interface GuardRefusal {
  readonly header: 'Host' | 'Origin' | 'Sec-Fetch-Site'
  readonly value: string | null
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

/**
 * Refuses what a page on another site may have caused: by a name rebound to this machine (Host), or by a request
 * across sites (Origin, Sec-Fetch-Site). Programs send neither of the latter two.
 *
 * @param allowedHosts names under which the gateway is called besides loopback, without port.
 */
export function refuseForeign(
  { host, origin, secFetchSite }: RequestOrigin,
  allowedHosts: readonly string[],
): GuardRefusal | undefined {
  const names = new Set([...LOOPBACK_NAMES, ...allowedHosts.map((name) => name.toLowerCase())])
  if (host === undefined || !names.has(nameOf(host))) return { header: 'Host', value: host ?? null }
  if (origin !== undefined && !isOwnOrigin(origin, names)) return { header: 'Origin', value: origin }
  if (secFetchSite === 'cross-site' || secFetchSite === 'same-site') {
    return { header: 'Sec-Fetch-Site', value: secFetchSite }
  }
  return undefined
}

/** A page without an origin of its own (a sandboxed frame, a file) says `null`, which is nobody's. */
function isOwnOrigin(origin: string, names: ReadonlySet<string>): boolean {
  const [, host] = /^https?:\/\/([^/]+)$/.exec(origin) ?? []
  return host !== undefined && names.has(nameOf(host))
}

/** Without the port; an IPv6 address keeps its brackets. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}
