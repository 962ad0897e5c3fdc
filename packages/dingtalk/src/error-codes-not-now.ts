import type { CodeGroup } from './error-codes.ts'
import { ADDRESS_BAN_MS, MINUTE_LIMIT_PAUSE_MS, ROBOT_BAN_MS, SECOND_LIMIT_PAUSE_MS } from './limits.ts'

/** What may succeed another time: limits, quotas, tokens, and what failed inside the platform. */
export const NOT_NOW: readonly CodeGroup[] = [
  {
    kind: 'throttled',
    wait: SECOND_LIMIT_PAUSE_MS,
    codes: [
      ...[90001, 90002, 90003, 90004, 90005, 90006, 90007, 90008, 90009],
      ...[90010, 90011, 90012, 90013, 90014, 90017, 90018, /QpsLimit/],
    ],
    remedy: {
      zh: '调用过快（标准版每个应用每个接口每秒 20 次）。请等 1 秒后重试，并降低并发、避开整点。',
      en: 'Too many calls within a second (standard edition: 20 per app and interface). Wait 1 s, lower the rate, avoid full hours.',
    },
  },
  {
    kind: 'throttled',
    wait: MINUTE_LIMIT_PAUSE_MS,
    codes: [41046, 41047, 41048, 'toomuch.msg', /QpmLimit/],
    remedy: {
      zh: '超过每分钟的次数或人次上限，请一分钟后重试。',
      en: 'The limit of calls or receivers per minute is exceeded: repeat after a minute.',
    },
  },
  {
    kind: 'throttled',
    wait: 'next_month',
    codes: [90020, 20001, /ApiCountLimit/],
    remedy: {
      zh: '本企业当月的接口调用额度已用完，下月 1 日恢复；急需时请在开发者后台购买额度或升级版本。',
      en: 'The organisation’s calls of this month are used up. They start anew on the 1st; or buy more in the developer console.',
    },
  },
  {
    kind: 'throttled',
    wait: 'next_day',
    codes: [41045, 'daily.call.limit'],
    remedy: {
      zh: '今天的次数已用完（全员消息每个应用每天 3 次），请明天再发，或改为按部门、按人发送。',
      en: 'Today’s count is used up (messages to everyone: 3 a day per app). Send tomorrow, or to departments or persons.',
    },
  },
  {
    kind: 'throttled',
    wait: ROBOT_BAN_MS,
    codes: [130101, 410100, 660026],
    remedy: {
      zh: '机器人每分钟最多发 20 条，超过后停发 10 分钟。请等 10 分钟，并把多条消息合并发送。',
      en: 'A robot may send 20 messages a minute and is then mute for 10 minutes. Wait them out, and merge messages.',
    },
  },
  {
    kind: 'throttled',
    wait: ADDRESS_BAN_MS,
    codes: [1111],
    remedy: {
      zh: '本机出口 IP 因请求过多被钉钉封禁 5 分钟（20 秒内超过 10000 次）。期间请停止一切调用，之后降低频率。',
      en: 'This machine’s address is shut out for 5 minutes (over 10 000 calls within 20 s). Stop all calls, then slow down.',
    },
  },
  {
    kind: 'throttled',
    wait: SECOND_LIMIT_PAUSE_MS,
    codes: [-1, 88, 'system.busy', 'systemBusy'],
    remedy: {
      zh: '钉钉系统繁忙，没有执行。请 1 秒后重试，最多三次。',
      en: 'DingTalk is busy and did not execute it. Repeat after 1 s, three times at most.',
    },
  },
  {
    kind: 'throttled',
    codes: [45009, 34015, 'send.too.fast', 'send.byToken.tooFast', /^too\.many\./],
    remedy: {
      zh: '发送过于频繁或暂时失败，平台没有说明要等多久。请逐步延长间隔后重试。',
      en: 'Too frequent, or failed for the moment; the platform does not say how long to wait. Repeat with growing pauses.',
    },
  },
  {
    kind: 'token',
    codes: [
      ...[40014, 42001, 40001, 33001, 41001],
      ...['InvalidAuthentication', 'AuthenticationFailed.MissingParameter'],
    ],
    remedy: {
      zh: 'access_token 被拒绝，更换后仍然无效。请确认 baseUrl 与应用属于同一环境，应用没有被停用或重置密钥。',
      en: 'The access token was refused, and so was its successor. Check that base URL and app belong together, and that the app is neither stopped nor its secret reset.',
    },
  },
  {
    kind: 'ambiguous',
    codes: [
      15,
      /^isp\..*timeout$/,
      500,
      400001,
      'system.error',
      'server.error',
      'unknownError',
      'send.ding.exception',
    ],
    remedy: {
      zh: '钉钉内部超时或出错，可能已经执行。查询可直接重试（超过 100 人的任务查询结果时必然超时）；发送请先查询结果：工作通知同一天内重发相同内容不会重复到达，机器人请带 msgUuid。',
      en: 'DingTalk timed out or failed inside; it may have been executed. Queries may be repeated (the result of a task of over 100 people always times out). Before repeating a send: the same work notification reaches nobody twice on one day; a robot needs msgUuid.',
    },
  },
]
