import type { JsonObject } from '@hongyan/contract'
import {
  type DingTalk,
  MAX_DEPT_IDS,
  MAX_MSG_BYTES,
  MAX_STATUS_BAR_USERIDS,
  MAX_USERIDS,
  type WorkMessage,
} from '@hongyan/dingtalk'
import * as z from 'zod'
import type { Channel, Part } from '../channel.ts'
import { outcomeOf } from '../failure.ts'
import { field } from '../fields.ts'
import { distinguishBy, renderBy } from '../rendering.ts'
import type { Addressees, Outcome, Session } from '../session.ts'
import { WORK_LIMITS } from './limits.ts'
import { WORK_MEDIA } from './media.ts'
import {
  checkDingtalkId,
  diagnoseDingtalkApp,
  dingtalkApp,
  lookUpByMobile,
  openDingtalkApp,
} from './platform.ts'
import { workRefusals } from './refusals.ts'
import { uploadToDingtalk } from './upload.ts'
import { workForm } from './work-content.ts'
import { recallTask, reportOfTask } from './work-result.ts'

const DAY_MS = 86_400_000
/** Ours and the platform's clock may differ, and a call takes its time. Unit: ms. */
const STOP_BEFORE_MIDNIGHT_MS = 120_000

const RECIPIENTS = { user: MAX_USERIDS, dept: MAX_DEPT_IDS, everyone: 1 } as const

/** 工作通知: messages of an internal app, in the person's list of work notifications. */
export const dingtalkWork: Channel = {
  name: 'dingtalk.work',
  platform: 'dingtalk',
  title: { zh: '钉钉工作通知', en: 'DingTalk work notification' },
  app: dingtalkApp,
  options: z.strictObject({
    monthlyCalls: field(z.int().min(1).optional(), {
      label: { zh: '每月接口调用额度', en: 'Calls per month' },
      where: {
        zh: '开发者后台 → 资源用量；标准版 5000，全企业共用',
        en: 'Developer console → usage; 5 000 in the standard edition, shared by the whole organisation',
      },
    }),
    callsPerSecond: field(z.int().min(1).max(1000).optional(), {
      label: { zh: '每个接口每秒次数', en: 'Calls per second and interface' },
      where: {
        zh: '开发者后台 → 资源用量；标准版 20',
        en: 'Developer console → usage; 20 in the standard edition',
      },
    }),
  }),
  recipients: RECIPIENTS,
  ceiling: 'read',
  ordered: false,
  renderings: {
    text: { as: 'text' },
    markdown: { as: 'markdown' },
    link: {
      as: 'link',
      otherwise: 'action_card',
      degraded: {
        zh: '没有图片时以单按钮卡片（action_card）发出，正文按 Markdown 显示',
        en: 'Without a picture it is a card with one button (action_card), its text read as Markdown',
      },
    },
    card: { as: 'action_card' },
    news: {
      as: 'markdown',
      degraded: {
        zh: '多篇图文以 Markdown 排成一列',
        en: 'The articles stand one below the other as Markdown',
      },
    },
    form: {
      as: 'oa',
      otherwise: 'markdown',
      degraded: {
        zh: '没有 url 或超过 6 行时以 Markdown 发出',
        en: 'Without url, or with more than six rows, it is Markdown',
      },
    },
    image: { as: 'image' },
    file: { as: 'file' },
    voice: { as: 'voice' },
    video: { as: null },
    native: { as: 'native' },
  },
  budgets: [
    {
      measure: 'msg',
      size: MAX_MSG_BYTES,
      unit: 'bytes',
      beyond: 'rejected',
      source: { page: '钉钉「发送工作通知」', date: '2026-05-29' },
    },
  ],
  media: WORK_MEDIA,
  limits: WORK_LIMITS,
  busyMinutes: null,
  repeats: { kind: 'same_day' },
  replay: { kind: 'same_day', stopBeforeMidnightMs: STOP_BEFORE_MIDNIGHT_MS },
  report: { windowMs: DAY_MS, maxPeople: 100 },
  recall: { windowMs: DAY_MS },

  personKey: (userid) => userid,
  checkId: checkDingtalkId,
  capacity(part, kind) {
    if (hasStatusBar(part)) return kind === 'user' ? MAX_STATUS_BAR_USERIDS : 0
    return kind === 'user' || kind === 'dept' || kind === 'everyone' ? RECIPIENTS[kind] : 0
  },
  render: (content, options) => renderBy(workForm, content, options),
  distinguish: (part, mark) => distinguishBy(workForm, part, mark),
  open: ({ credentials }, way) => openSession(openDingtalkApp(credentials, way), credentials),
}

function openSession(client: DingTalk, credentials: JsonObject): Session {
  return {
    prepare({ part, to }) {
      // Rendered and checked by this channel; the client checks it once more.
      const msg = part.message as unknown as WorkMessage
      const { body } = client.work.prepare({ ...receivers(to), msg })
      return { body, replay: dingtalkWork.replay }
    },
    send: (body) => send(client, body),
    lookUp: (_kind, mobile) => lookUpByMobile(client, mobile),
    report: (receipt) => reportOfTask(client, receipt),
    recall: (receipt) => recallTask(client, receipt),
    upload: (file) => uploadToDingtalk(client, file),
    token: (refused) => client.accessToken(refused),
    diagnose: () => diagnoseDingtalkApp(client, credentials),
  }
}

async function send(client: DingTalk, body: string): Promise<Outcome> {
  try {
    const { task_id, request_id } = await client.work.sendPrepared({ body, warnings: [] })
    return { kind: 'accepted', receipt: String(task_id), exceptions: [], requestId: request_id }
  } catch (error) {
    return outcomeOf(error, workRefusals)
  }
}

function receivers(to: Addressees) {
  switch (to.kind) {
    case 'user':
      return { userid_list: to.ids }
    case 'dept':
      return { dept_id_list: to.ids.map(Number) }
    case 'everyone':
      return { to_all_user: true } as const
    default:
      throw new Error(`dingtalk.work names no recipients of the kind ${to.kind}.`)
  }
}

/** Only few may get a message with a status bar, and no department (钉钉「消息类型与数据格式」, 2026-03-06). */
function hasStatusBar({ message }: Part): boolean {
  const oa: Record<string, unknown> = Object(message.oa)
  return message.msgtype === 'oa' && oa.status_bar !== undefined
}
