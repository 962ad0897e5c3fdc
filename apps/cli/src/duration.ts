const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `500ms`, `60s`, `5m`, `1h`; a bare number is seconds. Undefined for anything else. Unit: milliseconds. */
export function parseDuration(text: string): number | undefined {
  const { count, unit = 's' } = /^(?<count>\d{1,9})(?<unit>ms|s|m|h)?$/.exec(text)?.groups ?? {}
  if (count === undefined) return undefined
  return Number(count) * (unit === 'ms' || unit === 'm' || unit === 'h' ? UNIT_MS[unit] : UNIT_MS.s)
}
