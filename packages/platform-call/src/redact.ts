/** What stands where a secret stood. */
export const REDACTED = '***'

/**
 * Names that carry a credential in a query, header or body of the three platforms. DingTalk and WeCom put the
 * access token in the query string.
 */
const SECRET_NAMES = [
  ...[
    'access_token',
    'accesstoken',
    'appsecret',
    'app_secret',
    'corpsecret',
    'client_secret',
    'clientsecret',
  ],
  ...[
    'secret',
    'suitesecret',
    'tenant_access_token',
    'app_access_token',
    'suite_ticket',
    'suiteticket',
    'ticket',
  ],
  ...[
    'x-acs-dingtalk-access-token',
    'authorization',
    'proxy-authorization',
    'cookie',
    'set-cookie',
    'password',
    'token',
  ],
]

/** Secret only in a query: a robot's `key` is its whole credential, while `key` in a body names a form row. */
const QUERY_SECRET_NAMES = [...SECRET_NAMES, 'key', 'sign', 'session']

const secretNames = new Set(SECRET_NAMES)
const querySecretNames = new Set(QUERY_SECRET_NAMES)

/** The URL with every credential in query or user-info replaced; text that is no URL loses its `name=value` secrets. */
export function redactUrl(url: string | URL): string {
  const text = String(url)
  if (!URL.canParse(text)) return redactText(text)
  const parsed = new URL(text)
  if (parsed.username || parsed.password) {
    parsed.username = REDACTED
    parsed.password = ''
  }
  for (const name of [...parsed.searchParams.keys()]) {
    if (querySecretNames.has(name.toLowerCase())) parsed.searchParams.set(name, REDACTED)
  }
  return parsed.toString()
}

/** Headers with credentials replaced, names kept as given. */
export function redactHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string | readonly string[] | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretNames.has(name.toLowerCase()) ? REDACTED : value,
    ]),
  )
}

/** A copy of a JSON value in which every field of a secret name is replaced, at any depth. */
export function redactJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secretNames.has(name.toLowerCase()) && typeof inner !== 'object' ? REDACTED : redactJson(inner),
    ]),
  )
}

const QUERY_SECRET = new RegExp(`\\b(${QUERY_SECRET_NAMES.join('|')})=[^&\\s"'<>,;\\]]+`, 'gi')
const JSON_SECRET = new RegExp(`("(?:${SECRET_NAMES.join('|')})"\\s*:\\s*)"[^"]*"`, 'gi')
const HEADER_SECRET =
  /\b((?:proxy-)?authorization|x-acs-dingtalk-access-token|cookie|set-cookie)\s*:\s*[^\r\n]+/gi
const URL_CREDENTIALS = /\b(https?:\/\/)[^\s/@]+@/gi

/**
 * Free text (an error message, a body) without credentials: by the form they take (`access_token=…`,
 * `"secret":"…"`) and by value, for those the caller knows and a platform may echo.
 */
export function redactText(text: string, knownSecrets: Iterable<string> = []): string {
  let redacted = text
  for (const secret of knownSecrets) {
    if (secret.length < SHORTEST_SECRET) continue
    redacted = redacted.replaceAll(secret, REDACTED).replaceAll(encodeURIComponent(secret), REDACTED)
  }
  return redacted
    .replace(QUERY_SECRET, `$1=${REDACTED}`)
    .replace(JSON_SECRET, `$1"${REDACTED}"`)
    .replace(HEADER_SECRET, `$1: ${REDACTED}`)
    .replace(URL_CREDENTIALS, `$1${REDACTED}@`)
}

/** Shorter values are no credentials of any platform and would blank out ordinary words. Unit: characters. */
const SHORTEST_SECRET = 6

/**
 * A cause fit to be kept on an error: name, code and text of the original, redacted. The original is dropped,
 * because an HTTP library's error may hold the request with its URL and headers.
 */
export function safeCause(error: unknown, knownSecrets: Iterable<string> = []): Error {
  const original = error instanceof Error ? error : new Error(String(error))
  const safe = new Error(redactText(original.message, knownSecrets))
  safe.name = original.name
  safe.stack = `${original.name}: ${safe.message}`
  if ('code' in original && typeof original.code === 'string') Object.assign(safe, { code: original.code })
  return safe
}
