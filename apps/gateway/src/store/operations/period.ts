/** Both platforms count days and months in Beijing time, which has no summer time. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000
const DAY_CHARACTERS = 10
const MONTH_CHARACTERS = 7

/** `2026-11-20` or `2026-11`. */
export function periodOf(period: 'day' | 'month', instant: number): string {
  const text = new Date(instant + SHANGHAI_OFFSET_MS).toISOString()
  return text.slice(0, period === 'day' ? DAY_CHARACTERS : MONTH_CHARACTERS)
}

export function startOfNextPeriod(period: 'day' | 'month', instant: number): number {
  const local = new Date(instant + SHANGHAI_OFFSET_MS)
  const next =
    period === 'day'
      ? Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + 1)
      : Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1)
  return next - SHANGHAI_OFFSET_MS
}
