/** Names whose values are credentials on some platform, whatever their case and underscores. */
const SECRET_NAMES = new Set([
  'accesstoken',
  'appsecret',
  'authorization',
  'clientsecret',
  'corpsecret',
  'secret',
  'sign',
  'suiteticket',
  'ticket',
])

/** Parameters of the URL that are credentials there, though the same name is harmless in a body. */
const SECRET_QUERY_NAMES = new Set(['key'])

const REDACTED = '[redacted]'

function isSecretName(name: string): boolean {
  return SECRET_NAMES.has(name.toLowerCase().replaceAll(/[_-]/g, ''))
}

export function redactQuery(query: URLSearchParams): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of query) {
    shown[name] = isSecretName(name) || SECRET_QUERY_NAMES.has(name.toLowerCase()) ? REDACTED : value
  }
  return shown
}

/** A copy of a JSON value in which the values of secret names are replaced at every depth. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    isSecretName(name) ? REDACTED : redactValue(inner),
  ])
  return Object.fromEntries(entries)
}

/** `name=value` and `"name":"value"` pairs inside text that is no JSON: a cut body, a URL in a message. */
const SECRET_PAIR =
  /((?:access_?token|app_?secret|client_?secret|corp_?secret|suite_?ticket)\\?["']?\s*[:=]\s*\\?["']?)[^"'&\s,}\\]+/gi

export function redactText(text: string): string {
  return text.replaceAll(SECRET_PAIR, `$1${REDACTED}`)
}
