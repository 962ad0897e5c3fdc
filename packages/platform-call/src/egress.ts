// As a whole, because a single name that an older Node.js lacks would fail before ./node-version.ts can say so.
import * as nodeTls from 'node:tls'
import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici'

/** How calls leave the house. */
export interface EgressOptions {
  /**
   * `'environment'` (default) obeys `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; a URL sends everything through that
   * proxy; `false` uses none, whatever the environment says. A proxy is an `http:` or `https:` URL.
   */
  readonly proxy?: 'environment' | false | string | undefined
  /** Hosts that bypass a proxy given by URL, in the form of `NO_PROXY`. Default: none. */
  readonly noProxy?: string | undefined
  /**
   * Certificates to trust in addition to Node's own, for a private deployment or an inspecting proxy: the PEM texts, not
   * the paths of files.
   */
  readonly extraCa?: readonly string[] | undefined
  /** Milliseconds to reach the platform, for each of TCP, the proxy's answer and TLS; kept to about a second. Default 5 000. */
  readonly connectTimeoutMs?: number | undefined
  /** Connections kept per host. Default 64: platforms answer in about 100 ms, so this carries some 600 calls a second. */
  readonly connections?: number | undefined
}

const CONNECT_TIMEOUT_MS = 5_000
const CONNECTIONS_PER_HOST = 64

/**
 * A pool with keep-alive and one request in flight per connection. Nothing in it retries: whether repeating is safe
 * only the caller of a send can know.
 *
 * @throws Error if a proxy, given here or by the environment, is no http(s) URL, or a certificate is not in PEM form
 */
export function createDispatcher(options: EgressOptions = {}): Dispatcher {
  const timeout = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
  const connections = options.connections ?? CONNECTIONS_PER_HOST
  const tls = { timeout, allowH2: false, ...trusting(options.extraCa ?? []) }
  const pool = { connections, pipelining: 1, allowH2: false, connect: tls }
  const proxies = chooseProxies(options)
  if (!proxies) return new Agent(pool)
  return new EnvHttpProxyAgent({
    ...pool,
    ...proxies,
    requestTls: tls,
    proxyTls: tls,
    // A request that needs no tunnel goes to the proxy whole; it would otherwise get as many connections as it likes.
    factory: (origin, poolOptions) => new Pool(origin, { ...poolOptions, connections, pipelining: 1 }),
    // A proxy that takes the connection and never answers CONNECT would otherwise hold it for five minutes.
    clientFactory: (proxy, poolOptions) => new Pool(proxy, { ...poolOptions, headersTimeout: timeout }),
  })
}

/** One context for all connections: reading some 150 certificates takes about 10 ms. */
function trusting(extraCa: readonly string[]) {
  if (extraCa.length === 0) return {}
  checkCertificates(extraCa)
  return {
    secureContext: nodeTls.createSecureContext({ ca: [...nodeTls.getCACertificates('default'), ...extraCa] }),
  }
}

/** Node.js would pass over what is no PEM, and every call would fail for want of a certificate that seems to be there. */
function checkCertificates(extraCa: readonly string[]): void {
  if (Array.isArray(extraCa) && extraCa.every((pem) => String(pem).includes('-----BEGIN '))) return
  throw new Error(
    'extraCa 须为 PEM 文本的数组（-----BEGIN CERTIFICATE-----…），不是文件路径 must be a list of PEM texts, not of paths',
  )
}

/** Undefined if calls go straight. The environment's `NO_PROXY` is read again for every call, by undici. */
function chooseProxies(options: EgressOptions) {
  const { proxy = 'environment', noProxy = '' } = options
  if (proxy === false) return undefined
  if (proxy !== 'environment') {
    const url = checkProxy(proxy, 'proxy')
    return { httpProxy: url, httpsProxy: url, noProxy }
  }
  const httpProxy = fromEnvironment('http_proxy', 'HTTP_PROXY')
  const httpsProxy = fromEnvironment('https_proxy', 'HTTPS_PROXY')
  if (!httpProxy && !httpsProxy) return undefined
  return { httpProxy: httpProxy ?? '', httpsProxy: httpsProxy ?? '' }
}

/** The lower-case name goes first, as everywhere; an empty value means no proxy. */
function fromEnvironment(...names: readonly string[]): string | undefined {
  const name = names.find((candidate) => process.env[candidate] !== undefined)
  const value = name && process.env[name]
  return name && value ? checkProxy(value, name) : undefined
}

/** The message leaves the value out: it may hold a password. */
function checkProxy(value: string, name: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return value
  throw new Error(
    `${name} 不是 http(s) 代理地址 is no http(s) proxy URL; expected for example http://proxy.example:3128`,
  )
}
