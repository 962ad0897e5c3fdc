import { InputCheck } from '@hongyan/platform-call'

/** Where requests go: scheme, host and port, and what a gateway in between wants before every path. */
export interface Host {
  readonly origin: string
  /** Without trailing slash; mostly empty. */
  readonly prefix: string
}

/** DingTalk speaks on two hosts, of two generations. */
export interface Hosts {
  /** RPC style, token in the query, HTTP 200 for every business error. Work notifications exist only here. */
  readonly oapi: Host
  /** REST style under `/v1.0` and up, token in a header, HTTP 4xx for errors. */
  readonly api: Host
}

export const DEFAULT_BASE_URL = 'https://oapi.dingtalk.com'

/** The newer host that belongs to each of the platform's own older ones; the second pair is the international edition. */
const API_BASE_URL: Readonly<Record<string, string>> = {
  'https://oapi.dingtalk.com': 'https://api.dingtalk.com',
  'https://oapi.dingtalk.io': 'https://api.dingtalk.io',
}

/** A base URL that is not the platform's own (a sandbox, a gateway) serves both generations unless told otherwise. */
export function resolveHosts(baseUrl: string = DEFAULT_BASE_URL, apiBaseUrl?: string): Hosts {
  const oapi = parseHost('baseUrl', baseUrl)
  const own = oapi.prefix === '' ? API_BASE_URL[oapi.origin] : undefined
  return { oapi, api: parseHost('apiBaseUrl', apiBaseUrl ?? own ?? baseUrl) }
}

/** True for paths of the newer host, for example `/v1.0/robot/groupMessages/send`. */
export const isApiPath = (path: string): boolean => /^\/v\d+\.\d+\//.test(path)

function parseHost(field: string, url: string): Host {
  if (!isBaseUrl(url)) {
    new InputCheck('dingtalk', 'options').refuse(field, {
      zh: `${field} 应为 http 或 https 地址，不含用户名和查询参数，例如 ${DEFAULT_BASE_URL}。`,
      en: `Give ${field} as an http or https address without user name and query, for example ${DEFAULT_BASE_URL}.`,
    })
  }
  const parsed = new URL(url)
  return { origin: parsed.origin, prefix: parsed.pathname.replace(/\/+$/, '') }
}

function isBaseUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, search, username } = new URL(url)
  return (protocol === 'http:' || protocol === 'https:') && search === '' && username === ''
}
