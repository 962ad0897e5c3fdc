/** What stands where a secret stood. */
export const REDACTED = '***'

/** Names that carry a credential in a query, header or body of DingTalk, WeCom and Feishu, in lower case. Whoever has a download's address has the file. */
const SECRET_NAMES = `
  access_token accesstoken tenant_access_token app_access_token refresh_token refreshtoken
  x-acs-dingtalk-access-token authorization proxy-authorization cookie set-cookie
  secret appsecret app_secret corpsecret client_secret clientsecret suitesecret
  ticket suite_ticket suiteticket permanent_code encodingaeskey aes_key password token downloadurl
`
  .trim()
  .split(/\s+/)

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

/**
 * A copy of a JSON value in which every field of a secret name is replaced, at any depth, and every text loses what
 * `redactText` would blank.
 */
export function redactJson(value: unknown, knownSecrets: readonly string[] = []): unknown {
  return redactLevel(value, knownSecrets, 0)
}

function redactLevel(value: unknown, knownSecrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return redactText(value, knownSecrets)
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST_JSON) return REDACTED
  if (Array.isArray(value)) return value.map((inner) => redactLevel(inner, knownSecrets, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      redactText(name, knownSecrets),
      secretNames.has(name.toLowerCase()) && inner !== null
        ? REDACTED
        : redactLevel(inner, knownSecrets, depth + 1),
    ]),
  )
}

/** No platform nests so deep, but something in between may answer anything. */
const DEEPEST_JSON = 50

const QUERY_SECRET = new RegExp(`\\b(${QUERY_SECRET_NAMES.join('|')})=[^&\\s"'<>,;\\]\\\\]+`, 'gi')
// The closing quote may be missing, because an answer may be cut inside a token.
const JSON_SECRET = new RegExp(`("(?:${SECRET_NAMES.join('|')})"\\s*:\\s*")(?:\\\\.|[^"\\\\])*`, 'gi')
// One JSON text inside another, up to three deep: seven backslashes before each quote. Without that bound a megabyte of
// backslashes would take minutes to search.
const QUOTED_JSON_SECRET = new RegExp(
  `(\\\\{1,7}"(?:${SECRET_NAMES.join('|')})\\\\{1,7}"\\s*:\\s*\\\\{1,7}")(?:\\\\+(?!["\\\\])|[^"\\\\])*`,
  'gi',
)
const HEADER_SECRET =
  /\b((?:proxy-)?authorization|x-acs-dingtalk-access-token|cookie|set-cookie)\s*:\s*[^\r\n]+/gi
const BEARER = /\b(bearer)\s+[^\s"'<>,;\\]+/gi
// Up to the last `@` before the path, since a password may hold one.
const URL_CREDENTIALS = /\b(https?:\/\/)[^\s/?#]+@/gi

/**
 * Free text (an error message, a body) without credentials: by the form they take (`access_token=…`,
 * `"secret":"…"`) and by value, for those the caller knows and a platform may echo.
 */
export function redactText(text: string, knownSecrets: Iterable<string> = []): string {
  let redacted = text
  for (const spelling of spellings(knownSecrets)) redacted = redacted.replaceAll(spelling, REDACTED)
  return redacted
    .replace(QUERY_SECRET, `$1=${REDACTED}`)
    .replace(JSON_SECRET, `$1${REDACTED}`)
    .replace(QUOTED_JSON_SECRET, `$1${REDACTED}`)
    .replace(HEADER_SECRET, `$1: ${REDACTED}`)
    .replace(BEARER, `$1 ${REDACTED}`)
    .replace(URL_CREDENTIALS, `$1${REDACTED}@`)
}

/** As `redactText`, for a text that may break off inside a known secret: its beginning alone would say too much. */
export function redactCutText(text: string, knownSecrets: Iterable<string> = []): string {
  for (const spelling of spellings(knownSecrets)) {
    for (let length = spelling.length - 1; length >= SHORTEST_SECRET; length--) {
      if (text.endsWith(spelling.slice(0, length))) {
        return redactText(text.slice(0, -length) + REDACTED, knownSecrets)
      }
    }
  }
  return redactText(text, knownSecrets)
}

/** Shorter values are no credentials of any platform and would blank out ordinary words. Unit: characters. */
const SHORTEST_SECRET = 6

/** Each secret as it may appear: plain, in a URL, in a form, in JSON. The longest first, so that none leaves a rest. */
function spellings(secrets: Iterable<string>): string[] {
  const known = [...secrets]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .map((secret) => secret.toWellFormed())
  const all = known.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ])
  return [...new Set(all)].sort((one, other) => other.length - one.length)
}

/**
 * A cause fit to be kept on an error: name, code and text of the original and of its own causes, redacted. The original
 * is dropped, because an HTTP library's error may hold the request with its URL and headers.
 */
export function safeCause(error: unknown, knownSecrets: Iterable<string> = [], depth = 0): Error {
  const original = error instanceof Error ? error : new Error(String(error))
  const safe = new Error(redactText(textOf(original), knownSecrets))
  safe.name = original.name
  safe.stack = `${original.name}: ${safe.message}`
  if ('code' in original && typeof original.code === 'string') Object.assign(safe, { code: original.code })
  if (original.cause instanceof Error && depth < DEEPEST_CAUSE) {
    safe.cause = safeCause(original.cause, knownSecrets, depth + 1)
  }
  return safe
}

const DEEPEST_CAUSE = 3

/** Trying all addresses of a host ends in an error without text of its own: then the texts of all attempts. */
function textOf(error: Error): string {
  if (error.message || !(error instanceof AggregateError)) return error.message
  return error.errors
    .map((attempt) => (attempt instanceof Error ? attempt.message : String(attempt)))
    .join('; ')
}
