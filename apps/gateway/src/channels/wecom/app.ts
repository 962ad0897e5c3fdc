import type { JsonObject } from '@hongyan/contract'
import {
  type AppMessage,
  MAX_DESCRIPTION_BYTES,
  MAX_DUPLICATE_CHECK_INTERVAL_S,
  MAX_MARKDOWN_BYTES,
  MAX_TEXT_BYTES,
  MAX_TITLE_BYTES,
  MAX_TOPARTY,
  MAX_TOTAG,
  MAX_TOUSER,
  type Wecom,
} from '@hongyan/wecom'
import * as z from 'zod'
import type { Budget, Channel } from '../channel.ts'
import { field } from '../fields.ts'
import { distinguishBy, renderBy } from '../rendering.ts'
import type { Addressees, SendRequest, Session } from '../session.ts'
import { appForm } from './app-content.ts'
import { recallMessage, sendMessage } from './app-outcome.ts'
import { APP_LIMITS, BUSY_MINUTES } from './limits.ts'
import { APP_MEDIA } from './media.ts'
import { checkWecomId, diagnoseWecomApp, lookUpMember, openWecomApp, wecomApp } from './platform.ts'
import { uploadToWecom } from './upload.ts'

const RECIPIENTS = { user: MAX_TOUSER, dept: MAX_TOPARTY, tag: MAX_TOTAG, everyone: 1 } as const

/** The platform forgets bodies after this; the longest it offers, so that a replay has time. Unit: ms. */
const DUPLICATE_CHECK_MS = MAX_DUPLICATE_CHECK_INTERVAL_S * 1000

const budget = (measure: string, size: number, beyond: Budget['beyond']): Budget => ({
  measure,
  size,
  unit: 'bytes',
  beyond,
  source: { page: '企业微信「发送应用消息」', date: '2025-09-24' },
})

/** 应用消息: messages of a self-built app, in the member's conversation with the app. */
export const wecomAppMessage: Channel = {
  name: 'wecom.app',
  platform: 'wecom',
  title: { zh: '企业微信应用消息', en: 'WeCom app message' },
  app: wecomApp,
  options: z.strictObject({
    seats: field(z.int().min(1).optional(), {
      label: { zh: '账号上限（人数）', en: 'Seats of the company' },
      where: {
        zh: '管理后台 → 我的企业 → 企业信息 → 企业人数/人数上限；填写后才能按每人 200 人次控制每日总量',
        en: 'Admin console → My company → Company information; needed to keep within 200 person-times a day per seat',
      },
    }),
    lookupMissShare: field(z.number().min(0).max(0.2).default(0.1), {
      label: {
        zh: '每天查无此人的上限（占账号数）',
        en: 'Look-ups a day that may find nobody, as a share of the seats',
      },
      where: {
        zh: '自定；平台在超过 20% 时封禁查询一天，默认 0.1',
        en: 'Yours to choose; beyond 20 % the platform blocks look-ups for a day. Default 0.1',
      },
    }),
  }),
  recipients: RECIPIENTS,
  ceiling: 'sent',
  ordered: false,
  renderings: {
    text: { as: 'text' },
    markdown: {
      as: 'markdown',
      degraded: {
        zh: '标题不显示；微信插件里不显示',
        en: 'The title is not shown; nothing is shown in the WeChat plug-in',
      },
    },
    link: {
      as: 'textcard',
      otherwise: 'news',
      degraded: { zh: '有图片时以图文（news）发出', en: 'With a picture it is an article (news)' },
    },
    card: {
      as: 'markdown',
      degraded: {
        zh: '按钮成为文字链接；微信插件里不显示',
        en: 'Buttons become links; nothing is shown in the WeChat plug-in',
      },
    },
    news: { as: 'news' },
    form: {
      as: 'markdown',
      degraded: {
        zh: '每行一段引用文字；微信插件里不显示',
        en: 'Each row is a quoted line; nothing is shown in the WeChat plug-in',
      },
    },
    image: { as: 'image' },
    file: { as: 'file' },
    voice: { as: 'voice' },
    video: { as: 'video' },
    native: { as: 'native' },
  },
  budgets: [
    budget('text.content', MAX_TEXT_BYTES, 'truncated'),
    budget('markdown.content', MAX_MARKDOWN_BYTES, 'rejected'),
    budget('textcard.title', MAX_TITLE_BYTES, 'truncated'),
    budget('textcard.description', MAX_DESCRIPTION_BYTES, 'truncated'),
    budget('news.articles[].title', MAX_TITLE_BYTES, 'truncated'),
    budget('news.articles[].description', MAX_DESCRIPTION_BYTES, 'truncated'),
  ],
  media: APP_MEDIA,
  limits: APP_LIMITS,
  busyMinutes: BUSY_MINUTES,
  repeats: { kind: 'window', windowMs: DUPLICATE_CHECK_MS },
  replay: { kind: 'window', windowMs: DUPLICATE_CHECK_MS },
  report: null,
  recall: { windowMs: 86_400_000 },

  // 企业微信「创建成员」: userids are unique without regard to case.
  personKey: (userid) => userid.toLowerCase(),
  checkId: checkWecomId,
  capacity: (_part, kind) =>
    kind === 'user' || kind === 'dept' || kind === 'tag' || kind === 'everyone' ? RECIPIENTS[kind] : 0,
  render: (content, options) => renderBy(appForm, content, options),
  distinguish: (part, mark) => distinguishBy(appForm, part, mark),
  open: ({ credentials }, way) => openSession(openWecomApp(credentials, way), credentials),
}

function openSession(client: Wecom, credentials: JsonObject): Session {
  return {
    prepare: (request) => prepare(client, request),
    send: (body) => sendMessage(client, body),
    lookUp: (kind, value) => lookUpMember(client, kind, value),
    report: () => {
      // The port's rules say so beforehand; who asks nevertheless has a bug.
      throw new Error('wecom.app has no reports.')
    },
    recall: (receipt) => recallMessage(client, receipt),
    upload: (file) => uploadToWecom(client, file),
    token: (refused) => client.accessToken(refused),
    diagnose: () => diagnoseWecomApp(client, credentials),
  }
}

function prepare(client: Wecom, { part, to, deduplicate }: SendRequest) {
  const check = {
    enable_duplicate_check: 1,
    duplicate_check_interval: MAX_DUPLICATE_CHECK_INTERVAL_S,
  } as const
  const addressed = { ...part.message, ...receivers(to), ...(deduplicate && check) }
  // Rendered and checked by this channel; the client checks it once more.
  const { body } = client.messages.prepare(addressed as unknown as AppMessage)
  return { body, replay: deduplicate ? wecomAppMessage.replay : ({ kind: 'none' } as const) }
}

function receivers(to: Addressees) {
  switch (to.kind) {
    case 'user':
      return { touser: to.ids }
    case 'dept':
      return { toparty: to.ids.map(Number) }
    case 'tag':
      return { totag: to.ids.map(Number) }
    case 'everyone':
      return { touser: '@all' }
    default:
      throw new Error(`wecom.app names no recipients of the kind ${to.kind}.`)
  }
}
