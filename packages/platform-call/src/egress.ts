import { getCACertificates } from 'node:tls'
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'

/** How calls leave the house. */
export interface EgressOptions {
  /**
   * `'environment'` (default) obeys `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; a URL sends everything through that
   * proxy; `false` uses none, whatever the environment says.
   */
  readonly proxy?: 'environment' | false | string
  /** Hosts that bypass a proxy given by URL, in the form of `NO_PROXY`. Default: none. */
  readonly noProxy?: string
  /** PEM certificates to trust in addition to the system's, for a private deployment or an inspecting proxy. */
  readonly extraCa?: readonly string[]
  /** Milliseconds to reach the platform: name, TCP, proxy and TLS. Default 5 000. */
  readonly connectTimeoutMs?: number
  /** Connections kept per host. Default 64: platforms answer in about 100 ms, so this carries some 600 calls a second. */
  readonly connections?: number
}

const CONNECT_TIMEOUT_MS = 5_000
const CONNECTIONS_PER_HOST = 64
const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']

/**
 * A pool with keep-alive and one request in flight per connection. Nothing in it retries: whether repeating is safe
 * only the caller of a send can know.
 */
export function createDispatcher(options: EgressOptions = {}): Dispatcher {
  const tls = {
    timeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    ...(options.extraCa?.length ? { ca: [...getCACertificates('default'), ...options.extraCa] } : {}),
  }
  const pool = {
    connections: options.connections ?? CONNECTIONS_PER_HOST,
    pipelining: 1,
    allowH2: false,
    connect: tls,
    connectTimeout: tls.timeout,
  }
  const proxied = { ...pool, requestTls: tls, proxyTls: tls }
  const proxy = options.proxy ?? 'environment'
  if (proxy === false) return new Agent(pool)
  if (proxy !== 'environment') {
    return new EnvHttpProxyAgent({
      ...proxied,
      httpProxy: proxy,
      httpsProxy: proxy,
      noProxy: options.noProxy ?? '',
    })
  }
  return PROXY_VARIABLES.some((name) => process.env[name]) ? new EnvHttpProxyAgent(proxied) : new Agent(pool)
}
