import type { Lane, Text } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { BusyMinutes } from '../channels/channel.ts'

const MINUTE_MS = 60_000

/**
 * The first instant from `now` on that lies in no busy minute. Zones with odd minutes do not matter: the platforms that
 * ask for it count in China Standard Time, whole hours off UTC.
 */
export function afterBusyMinutes(busy: BusyMinutes | null, lane: Lane, now: number): number {
  if (!busy || lane !== 'bulk') return now
  const minute = Math.floor(now / MINUTE_MS)
  if (!busy.minutes.includes(minute % 60)) return now
  return afterBusyMinutes(busy, lane, (minute + 1) * MINUTE_MS)
}

/** What the sender is told where a bulk message may start a little later. */
export function busyMinutesNote(lane: Lane, accounts: readonly OpenAccount[]): Text | undefined {
  const busy = accounts.filter(({ channel }) => lane === 'bulk' && channel.busyMinutes !== null)
  if (busy.length === 0) return undefined
  const names = busy.map(({ name }) => name).join(', ')
  const minutes = [...new Set(busy.flatMap(({ channel }) => channel.busyMinutes?.minutes ?? []))]
  const list = minutes.map((minute) => `:${String(minute).padStart(2, '0')}`).join(', ')
  return {
    zh: `${names}：应平台要求，群发避开每小时的 ${list} 分。`,
    en: `${names}: bulk sending keeps off minutes ${list} of each hour, as the platform asks.`,
  }
}
