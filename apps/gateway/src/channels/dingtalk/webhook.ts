import {
  createDingTalkRobot,
  type DingTalkRobot,
  MAX_ROBOT_BODY_BYTES,
  type RobotMessage,
} from '@hongyan/dingtalk'
import { InputCheck } from '@hongyan/platform-call'
import * as z from 'zod'
import type { AppKind, Channel } from '../channel.ts'
import { failedCheck, passedChecks } from '../diagnosis.ts'
import { familyError, findingOf, outcomeOf } from '../failure.ts'
import { field, secret } from '../fields.ts'
import { distinguishBy, renderBy } from '../rendering.ts'
import type { Check, Outcome, Session, Way } from '../session.ts'
import { WEBHOOK_LIMITS } from './limits.ts'
import { clientWay } from './platform.ts'
import { webhookRefusals } from './refusals.ts'
import { webhookForm } from './webhook-content.ts'

/**
 * For how long DingTalk remembers a `msgUuid` is not documented; this is as far as we trust it. To settle: post the
 * same one twice to a real group at growing distances. Unit: ms.
 */
const TRUSTED_UUID_MS = 600_000

const credentials = z.strictObject({
  webhook: secret(
    { zh: 'Webhook 地址', en: 'Webhook' },
    {
      zh: '钉钉群 → 群设置 → 机器人 → 该机器人 → Webhook',
      en: 'The group → settings → robots → the robot → webhook',
    },
  ),
  secret: secret(
    { zh: '加签密钥（SEC 开头）', en: 'Signing secret (begins with SEC)' },
    {
      zh: '同一页面的安全设置“加签”；未开启则留空',
      en: 'Security settings of the same page, “sign”; leave it out if that is off',
    },
  ).optional(),
})

/** A custom robot of one group: its webhook is credential and address in one. */
const dingtalkRobotWebhook: AppKind = {
  name: 'dingtalk.webhook',
  platform: 'dingtalk',
  title: { zh: '钉钉自定义群机器人', en: 'DingTalk custom group robot' },
  owner: 'robot',
  credentials,
  corpOf: () => null,
  lookUps: [],
}

export const dingtalkWebhook: Channel = {
  name: 'dingtalk.webhook',
  platform: 'dingtalk',
  title: { zh: '钉钉群机器人（Webhook）', en: 'DingTalk group robot (webhook)' },
  app: dingtalkRobotWebhook,
  options: z.strictObject({
    monthlyCalls: field(z.int().min(1).optional(), {
      label: { zh: '每月 Webhook 调用额度', en: 'Webhook calls per month' },
      where: {
        zh: '开发者后台 → 资源用量；标准版 3000，全企业共用',
        en: 'Developer console → usage; 3 000 in the standard edition, shared by the whole organisation',
      },
    }),
  }),
  recipients: 'fixed',
  ceiling: 'sent',
  ordered: true,
  renderings: {
    text: { as: 'text' },
    markdown: { as: 'markdown' },
    link: { as: 'markdown', degraded: { zh: '标题成为链接', en: 'The title becomes the link' } },
    card: { as: 'markdown', degraded: { zh: '按钮成为文字链接', en: 'Buttons become links' } },
    news: {
      as: 'markdown',
      degraded: { zh: '多篇图文排成一列', en: 'The articles stand one below the other' },
    },
    form: { as: 'markdown', degraded: { zh: '每行一段文字', en: 'Each row is a paragraph' } },
    image: { as: null },
    file: { as: null },
    voice: { as: null },
    video: { as: null },
    native: { as: 'native' },
  },
  budgets: [
    {
      measure: 'body',
      size: MAX_ROBOT_BODY_BYTES,
      unit: 'bytes',
      beyond: 'rejected',
      source: { page: '钉钉「自定义机器人发送群消息」', date: '2026-08-22' },
    },
  ],
  media: {},
  limits: WEBHOOK_LIMITS,
  busyMinutes: null,
  repeats: { kind: 'none' },
  replay: { kind: 'window', windowMs: TRUSTED_UUID_MS },
  report: null,
  recall: null,

  personKey: (id) => id,
  checkId: () => undefined,
  capacity: () => 1,
  render: (content, options) => renderBy(webhookForm, content, options),
  distinguish: (part, mark) => distinguishBy(webhookForm, part, mark),
  open(account, way) {
    const values = credentials.parse(account.credentials)
    return openSession(
      createDingTalkRobot({ ...clientWay(way), ...webhookAt(values.webhook, way), secret: values.secret }),
    )
  },
}

const OWN_HOSTS: ReadonlySet<string> = new Set(['https://oapi.dingtalk.com', 'https://oapi.dingtalk.io'])

/**
 * A webhook says where it leads, and with it goes its token: only the platform's own hosts and the one of the
 * configuration are taken, and the configuration decides.
 */
function webhookAt(webhook: string, { baseUrl }: Way): { accessToken: string; baseUrl: string | undefined } {
  const check = new InputCheck('dingtalk', 'dingtalk.webhook')
  const url = URL.canParse(webhook) ? new URL(webhook) : undefined
  const accessToken = url?.searchParams.get('access_token')
  if (!url || !accessToken) return check.refuse('webhook', NO_WEBHOOK)
  const { origin } = url
  if (!OWN_HOSTS.has(origin) && (baseUrl === undefined || new URL(baseUrl).origin !== origin)) {
    return check.refuse('webhook', FOREIGN_HOST)
  }
  return { accessToken, baseUrl: baseUrl ?? origin }
}

function openSession(robot: DingTalkRobot): Session {
  return {
    // The id is the call's own: it drops this call's copies only, so it may stand on repeats that are meant, too.
    prepare({ part, callId }) {
      // Rendered and checked by this channel; the client checks it once more.
      const message = part.message as unknown as RobotMessage
      const { body } = robot.prepare({ ...message, msgUuid: callId })
      return { body, replay: dingtalkWebhook.replay }
    },
    send: (body) => send(robot, body),
    lookUp: () => unsupported('looks nobody up'),
    report: () => unsupported('has no reports'),
    recall: () => unsupported('takes nothing back'),
    diagnose: () => diagnose(robot),
  }
}

async function send(robot: DingTalkRobot, body: string): Promise<Outcome> {
  try {
    await robot.sendPrepared({ body, warnings: [] })
    return { kind: 'accepted', receipt: null, exceptions: [] }
  } catch (error) {
    return outcomeOf(error, webhookRefusals)
  }
}

/**
 * Posts a type of message that does not exist: refused as such by a robot that does, and the group sees nothing.
 * Keyword, signature and address are looked at after that, so that only a real message can tell of them.
 */
async function diagnose(robot: DingTalkRobot): Promise<readonly Check[]> {
  try {
    await robot.sendPrepared({ body: JSON.stringify({ msgtype: 'hongyan-diagnose' }), warnings: [] })
  } catch (error) {
    const failure = familyError(error)
    const { code } = webhookRefusals.meaningOf(failure)
    if (failure.kind === 'rejected' && code === 'content_rejected') return passedChecks(CHECKS)
    return failedCheck(CHECKS, 'webhook', findingOf(failure, code))
  }
  return passedChecks(CHECKS)
}

const CHECKS = ['webhook'] as const

/** The port's rules say so beforehand; who asks nevertheless has a bug. */
function unsupported(what: string): never {
  throw new Error(`dingtalk.webhook ${what}.`)
}

const NO_WEBHOOK = {
  zh: 'webhook 应为群设置里复制的完整地址，例如 https://oapi.dingtalk.com/robot/send?access_token=…。',
  en: 'Give the webhook whole, as copied from the group’s settings: https://oapi.dingtalk.com/robot/send?access_token=….',
}
const FOREIGN_HOST = {
  zh: 'webhook 的主机不是钉钉的。其他主机只能在配置文件中指定。',
  en: 'The webhook’s host is not DingTalk’s. Other hosts come from the configuration only.',
}
