import { type BaseUrl, InputCheck, parseBaseUrl } from '@hongyan/platform-call'

/** DingTalk speaks on two hosts, of two generations. */
export interface Hosts {
  /** RPC style, token in the query, HTTP 200 for every business error. Work notifications exist only here. */
  readonly oapi: BaseUrl
  /** REST style under `/v1.0` and up, token in a header, HTTP 4xx for errors. */
  readonly api: BaseUrl
}

export const DEFAULT_BASE_URL = 'https://oapi.dingtalk.com'

/** The newer host that belongs to each of the platform's own older ones; the second pair is the international edition. */
const API_BASE_URL: Readonly<Record<string, string>> = {
  'https://oapi.dingtalk.com': 'https://api.dingtalk.com',
  'https://oapi.dingtalk.io': 'https://api.dingtalk.io',
}

/** A base URL that is not the platform's own (a sandbox, a gateway) serves both generations unless told otherwise. */
export function resolveHosts(baseUrl: string = DEFAULT_BASE_URL, apiBaseUrl?: string): Hosts {
  const check = new InputCheck('dingtalk', 'options')
  const oapi = parseBaseUrl(check, 'baseUrl', baseUrl, DEFAULT_BASE_URL)
  const own = oapi.prefix === '' ? API_BASE_URL[oapi.origin] : undefined
  return { oapi, api: parseBaseUrl(check, 'apiBaseUrl', apiBaseUrl ?? own ?? baseUrl, DEFAULT_BASE_URL) }
}

/** True for paths of the newer host, for example `/v1.0/robot/groupMessages/send`. */
export const isApiPath = (path: string): boolean => /^\/v\d+\.\d+\//.test(path)
