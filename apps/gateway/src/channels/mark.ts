/** As long as a mark ever gets, to leave room for it. */
export const LONGEST_MARK = '00:00:00 (9999)'

const timeOfDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/**
 * What tells a repeat that is meant from the message before it: the time of day as the reader's clock shows it, and a
 * number where that second already has one.
 *
 * @param copy 1 for the first content with this time, 2 for the second …
 */
export function mark(now: number, copy = 1): string {
  const time = timeOfDay.format(now)
  return copy === 1 ? time : `${time} (${copy})`
}
