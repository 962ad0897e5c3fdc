import type { Limit, Source } from '../channel.ts'

const BILLING: Source = { page: '钉钉「钉钉应用开发平台计费模式」', date: '2026-08-22' }
const THROTTLING: Source = { page: '钉钉「服务端 API 限流处理」', date: '2026-08-22' }
const SEND: Source = { page: '钉钉「发送工作通知」', date: '2026-05-29' }
const RESULT: Source = { page: '钉钉「获取工作通知消息的发送结果」', date: '2026-07-13' }
const ROBOT: Source = { page: '钉钉「自定义机器人发送群消息」', date: '2026-08-22' }
const CODES: Source = { page: '钉钉「全局错误码」', date: '2026-08-22' }

/** Shared by all apps of an organisation; token and contacts calls are free. */
const MONTHLY_CALLS: Limit = {
  owner: 'corp',
  scope: 'calls-month',
  unit: 'calls',
  limit: 5000,
  period: 'month',
  on: ['send', 'report', 'recall', 'upload'],
  option: 'monthlyCalls',
  beyond: {
    zh: '返回 90020，下月 1 日恢复。',
    en: '90020 until the first of the next month.',
  },
  source: BILLING,
}

/** Counted for each interface by itself; a refused call is not metered. */
const perSecond = (scope: string, on: Limit['on']): Limit => ({
  owner: 'app',
  scope,
  unit: 'calls',
  limit: 20,
  windowMs: 1000,
  on,
  option: 'callsPerSecond',
  beyond: { zh: '返回 90018，停 1 秒。', en: '90018 for one second.' },
  source: THROTTLING,
})

const ADDRESS: Limit = {
  owner: 'egress',
  scope: 'dingtalk-calls',
  unit: 'calls',
  limit: 10_000,
  windowMs: 20_000,
  on: ['send', 'lookUp', 'report', 'recall', 'upload'],
  beyond: {
    zh: '出口 IP 被封禁 5 分钟。',
    en: 'The address is shut out for five minutes.',
  },
  source: THROTTLING,
}

const recipientsPerMinute = (owner: 'app' | 'corp', code: string): Limit => ({
  owner,
  scope: 'work-recipients-minute',
  unit: 'recipients',
  limit: 5000,
  windowMs: 60_000,
  on: ['send'],
  beyond: {
    zh: `仍返回成功，超出的人收不到，结果中为 ${code}。`,
    en: `Success all the same; those beyond are not reached and listed with ${code}.`,
  },
  source: RESULT,
})

const EVERYONE_PER_DAY: Limit = {
  owner: 'app',
  scope: 'work-everyone-day',
  unit: 'calls',
  limit: 3,
  period: 'day',
  on: ['send'],
  recipients: ['everyone'],
  beyond: {
    zh: '可能返回 41045，也可能返回成功但无人收到。',
    en: '41045, or success without anybody being reached.',
  },
  source: CODES,
}

const PER_PERSON_PER_DAY: Limit = {
  owner: 'member',
  scope: 'work-messages-day',
  unit: 'calls',
  limit: 500,
  period: 'day',
  on: ['send'],
  beyond: {
    zh: '仍返回成功，此人收不到，结果中为 143105。',
    en: 'Success all the same; the person is not reached and listed with 143105.',
  },
  source: SEND,
}

export const WORK_LIMITS: readonly Limit[] = [
  MONTHLY_CALLS,
  perSecond('asyncsend_v2', ['send']),
  perSecond('getsendresult', ['report']),
  perSecond('corpconversation-recall', ['recall']),
  perSecond('getbymobile', ['lookUp']),
  perSecond('media-upload', ['upload']),
  recipientsPerMinute('app', '143103'),
  recipientsPerMinute('corp', '143104'),
  EVERYONE_PER_DAY,
  PER_PERSON_PER_DAY,
  ADDRESS,
]

export const WEBHOOK_LIMITS: readonly Limit[] = [
  {
    owner: 'robot',
    scope: 'messages-minute',
    unit: 'calls',
    limit: 20,
    windowMs: 60_000,
    on: ['send'],
    beyond: { zh: '停发 10 分钟。', en: 'The robot is mute for ten minutes.' },
    source: ROBOT,
  },
  {
    // Of the whole organisation; a webhook does not say which one it belongs to.
    owner: 'corp',
    scope: 'webhook-calls-month',
    unit: 'calls',
    limit: 3000,
    period: 'month',
    on: ['send'],
    option: 'monthlyCalls',
    beyond: {
      zh: '当月不再收发，或需购买额度。',
      en: 'Nothing more that month, unless more is bought.',
    },
    source: BILLING,
  },
  ADDRESS,
]
