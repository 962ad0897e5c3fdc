/** The middle value; of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  if (upper === undefined || lower === undefined) throw new Error('no values, no median')
  return (lower + upper) / 2
}

/** The value that this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('no values, no percentile')
  return value
}

/** Resamples taken: enough that the ends of an interval stay within a tenth of its width from run to run. */
const RESAMPLES = 2_000

/**
 * The interval that holds the median with 95 % confidence, by the percentile bootstrap: rounds are few and their
 * distribution has a long tail, so no formula for a normal one fits.
 */
export function medianInterval(
  values: readonly number[],
  random: () => number = Math.random,
): { low: number; high: number } {
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(values.map((value) => values[Math.floor(random() * values.length)] ?? value)),
  ).sort((a, b) => a - b)
  const at = (share: number) => medians[Math.round(share * (RESAMPLES - 1))] ?? Number.NaN
  return { low: at(0.025), high: at(0.975) }
}
