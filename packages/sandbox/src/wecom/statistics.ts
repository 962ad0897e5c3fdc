import { DAY_MS, startOfDay } from '../clock.ts'
import type { Corp } from './apps.ts'
import { refuseByChoice } from './chosen-codes.ts'
import type { Reply } from './envelope.ts'
import type { Endpoint } from './gate.ts'

/** Counts how many people an app's messages reached on a day. */
export class SendStatistics {
  readonly #counts = new Map<string, number>()

  add(app: string, at: number, personTimes: number): void {
    const key = `${app} ${startOfDay(at)}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + personTimes)
  }

  count(app: string, day: number): number {
    return this.#counts.get(`${app} ${day}`) ?? 0
  }
}

/**
 * POST /cgi-bin/message/get_statistics, which the platform's current pages no longer show; as the Java library WxJava has
 * it (2024-10-17). `time_type` 0 is today, 1 yesterday.
 */
export function getStatistics({ apps }: Corp, statistics: SendStatistics): Endpoint {
  return ({ params, at }): Reply => {
    const timeType = params.integer('time_type') ?? 0
    if (timeType !== 0 && timeType !== 1) return refuseByChoice('wecom.statistics.timeType')
    const day = startOfDay(at) - timeType * DAY_MS
    const rows = apps.map(({ name, agentid }) => ({
      agentid,
      app_name: name,
      count: statistics.count(name, day),
    }))
    return { rule: 'wecom.statistics.ok', fields: { statistics: rows.filter(({ count }) => count > 0) } }
  }
}
