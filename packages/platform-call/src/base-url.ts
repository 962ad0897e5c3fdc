import type { InputCheck } from './input-check.ts'

/** Where requests go. */
export interface BaseUrl {
  /** Scheme, host and port. */
  readonly origin: string
  /** What a gateway in between wants before every path, without trailing slash; mostly empty. */
  readonly prefix: string
}

/**
 * Reads a base URL as a user gives it.
 *
 * @param usual the platform's own, as example
 * @throws InvalidInputError if it is no http(s) URL, or holds credentials, a query or a fragment
 */
export function parseBaseUrl(check: InputCheck, field: string, url: string, usual: string): BaseUrl {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search + parsed.hash + parsed.username !== '') {
    // The value stays out of the message: it may hold a password.
    return check.refuse(field, {
      zh: `${field} 应为 http 或 https 地址，不含用户名和查询参数，例如 ${usual}。`,
      en: `${field} is an http or https address without user name and query, for example ${usual}.`,
    })
  }
  return { origin: parsed.origin, prefix: parsed.pathname.replace(/\/+$/, '') }
}
