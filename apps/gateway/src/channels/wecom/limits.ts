import type { BusyMinutes, Limit, Source } from '../channel.ts'

const FREQUENCY: Source = { page: '企业微信「访问频率限制」', date: '2023-08-28' }
const SEND: Source = { page: '企业微信「发送应用消息」', date: '2025-09-24' }

const BLOCKED_A_MINUTE = { zh: '返回 45009，停 60 秒。', en: '45009 for 60 seconds.' }
const BLOCKED_AN_HOUR = { zh: '返回 45009，停 60 分钟。', en: '45009 for 60 minutes.' }
const DROPPED = {
  zh: '仍返回成功，此人收不到，也无处可查。',
  en: 'Success all the same; the person is not reached, and nothing tells.',
}

/** Sending is left out of the base limits; every other interface has these four. */
function baseLimits(scope: string, on: Limit['on']): Limit[] {
  const one = { unit: 'calls', on, source: FREQUENCY } as const
  const minute = { windowMs: 60_000, beyond: BLOCKED_A_MINUTE }
  const hour = { windowMs: 3_600_000, beyond: BLOCKED_AN_HOUR }
  return [
    { ...one, ...minute, owner: 'corp', scope: `${scope}-minute`, limit: 10_000 },
    { ...one, ...hour, owner: 'corp', scope: `${scope}-hour`, limit: 150_000 },
    { ...one, ...minute, owner: 'egress', scope: `wecom-${scope}-minute`, limit: 20_000 },
    { ...one, ...hour, owner: 'egress', scope: `wecom-${scope}-hour`, limit: 600_000 },
  ]
}

const perMember = (scope: string, limit: number, windowMs: number): Limit => ({
  owner: 'member',
  scope,
  unit: 'calls',
  limit,
  windowMs,
  on: ['send'],
  beyond: DROPPED,
  source: FREQUENCY,
})

export const APP_LIMITS: readonly Limit[] = [
  {
    owner: 'app',
    scope: 'person-times-day',
    unit: 'recipients',
    limit: 200,
    perSeat: true,
    period: 'day',
    on: ['send'],
    beyond: {
      zh: '返回 45009，或仍返回成功但收不到；次日恢复。',
      en: '45009, or success without being reached, until the day ends.',
    },
    source: FREQUENCY,
  },
  perMember('messages-minute', 30, 60_000),
  perMember('messages-hour', 1000, 3_600_000),
  // Mobile and e-mail are two interfaces; counted as one here, which is the safer side.
  ...baseLimits('look-up', ['lookUp']),
  ...baseLimits('message-recall', ['recall']),
  ...baseLimits('media-upload', ['upload']),
]

/** The page asks senders to keep off these minutes, when everybody sends and messages come late. */
export const BUSY_MINUTES: BusyMinutes = { minutes: [0, 30], source: SEND }
