import type { LimitDeclaration } from '../limits.ts'

const THROTTLING = '《服务端 API 限流处理》'
const WORK_SEND = '《异步发送工作通知》(2026-05-29)'
const WORK_RESULT = '《获取工作通知消息的发送结果》(2026-07-13)'
const BILLING = '《钉钉应用开发平台计费模式》'
const ERROR_LIST = '《服务端 API 错误码》'
const MEDIA = '《上传媒体文件》(2026-06-01)'
const ROBOT_SINGLE = '《机器人批量发送单聊消息》(2026-04-22)'
const ROBOT = '《机器人发送群聊消息》'
const WEBHOOK = '《自定义机器人发送群消息》'

const MEBIBYTE = 1024 * 1024

/** DingTalk's figures. Those that are off by default exist in the error list, but the platform publishes no number. */
export const limits: readonly LimitDeclaration[] = [
  {
    name: 'dingtalk.tokenSeconds',
    unit: 'seconds a token lives; null = for ever',
    standard: 7200,
    beyond:
      '42001 inside 88; fetching again within the time prolongs the same token — 《获取企业内部应用的 accessToken》',
  },
  {
    name: 'dingtalk.qps',
    unit: 'calls per second, app and interface',
    standard: 20,
    // Users of the professional edition report 40; the documents only promise up to 60 with an add-on.
    professional: 40,
    beyond: `90018 inside 88, not metered — ${THROTTLING}`,
  },
  {
    name: 'dingtalk.interfaceQps',
    unit: 'calls per second and interface, all apps',
    standard: null,
    beyond: `90002 inside 88; no figure published — ${THROTTLING}`,
  },
  {
    name: 'dingtalk.ipCalls',
    unit: 'calls per 20 s and source IP',
    standard: 10_000,
    beyond: `a body with status 1111 and punish "deny" for dingtalk.ipBanMs — ${THROTTLING}`,
  },
  {
    name: 'dingtalk.ipBanMs',
    unit: 'ms',
    standard: 300_000,
    beyond: `how long the IP stays blocked — ${THROTTLING}`,
  },
  {
    name: 'dingtalk.monthlyCalls',
    unit: 'calls per natural month and corp; token and contacts calls are free',
    standard: 5000,
    professional: 200_000,
    beyond: `90020 inside 88 — ${BILLING}`,
  },
  {
    name: 'dingtalk.departmentsPerSend',
    unit: 'departments per dept_id_list',
    standard: 20,
    beyond: `refused with 40035 — ${WORK_SEND}`,
  },
  {
    name: 'dingtalk.recipientsPerSend',
    unit: 'persons one send resolves to; to_all_user is exempt',
    standard: 5000,
    beyond: `refused with 41029 — ${ERROR_LIST}`,
  },
  {
    name: 'dingtalk.sameContentPerPersonPerDay',
    unit: 'equal messages per app, person and day',
    standard: 1,
    beyond: `success, but the person is listed as forbidden with 143106 — ${WORK_RESULT}`,
  },
  {
    name: 'dingtalk.perPersonPerDay',
    unit: 'messages per app, person and day',
    standard: 500,
    beyond: `success, but the person is listed as forbidden with 143105 — ${WORK_RESULT}`,
  },
  {
    name: 'dingtalk.recipientsPerMinute',
    unit: 'persons per minute and app',
    standard: 5000,
    beyond: `success, but those beyond are listed as forbidden with 143103 — ${WORK_RESULT}`,
  },
  {
    name: 'dingtalk.corpRecipientsPerMinute',
    unit: 'persons per minute and corp',
    standard: 5000,
    beyond: `success, but those beyond are listed as forbidden with 143104 — ${WORK_RESULT}`,
  },
  {
    name: 'dingtalk.allStaffPerDay',
    unit: 'to_all_user sends per app and day',
    standard: 3,
    beyond: `silently dropped or 41045, see profile dingtalk.fourthAllStaffSend — ${ERROR_LIST}`,
  },
  {
    name: 'dingtalk.allStaffPerMinute',
    unit: 'to_all_user sends per minute and app',
    standard: null,
    beyond: `refused with 41046; no figure published — ${ERROR_LIST}`,
  },
  {
    name: 'dingtalk.personTimesPerMinute',
    unit: 'persons per minute and corp',
    standard: null,
    beyond: `refused with 41047; the list still says 1500, the send page 5000 as a silent drop — ${ERROR_LIST}`,
  },
  {
    name: 'dingtalk.sendsPerMinute',
    unit: 'sends per minute and corp',
    standard: null,
    beyond: `refused with 41048; no figure published — ${ERROR_LIST}`,
  },
  {
    name: 'dingtalk.processingMs',
    unit: 'ms of business time a task takes',
    standard: 300,
    beyond: 'progress 0 → 1 → 2; results are complete from then on (the sandbox’s own figure)',
  },
  {
    name: 'dingtalk.robotPerMinute',
    unit: 'requests per minute and webhook token',
    standard: 20,
    beyond: `throttled for dingtalk.robotBanMs, code by profile dingtalk.robotThrottle — ${WEBHOOK}`,
  },
  {
    name: 'dingtalk.robotBanMs',
    unit: 'ms',
    standard: 600_000,
    beyond: `how long a robot stays throttled — ${WEBHOOK}`,
  },
  {
    name: 'dingtalk.mediaImageBytes',
    unit: 'bytes of an uploaded image',
    standard: 20 * MEBIBYTE,
    beyond: `refused, code by profile dingtalk.mediaTooLarge; the text of 40006 still says 1 MB — ${MEDIA}`,
  },
  {
    name: 'dingtalk.mediaVoiceBytes',
    unit: 'bytes of an uploaded voice',
    standard: 2 * MEBIBYTE,
    beyond: `refused, code by profile dingtalk.mediaTooLarge; all pages agree — ${MEDIA}`,
  },
  {
    name: 'dingtalk.mediaVideoBytes',
    unit: 'bytes of an uploaded video',
    standard: 20 * MEBIBYTE,
    beyond: `refused, code by profile dingtalk.mediaTooLarge; one figure only — ${MEDIA}`,
  },
  {
    name: 'dingtalk.mediaFileBytes',
    unit: 'bytes of an uploaded file',
    standard: 20 * MEBIBYTE,
    beyond: `refused, code by profile dingtalk.mediaTooLarge; the text of 40006 and work notifications say 10 MB — ${MEDIA}`,
  },
  {
    name: 'dingtalk.robotMsgParamBytes',
    unit: 'UTF-8 bytes of msgParam',
    standard: 15_000,
    beyond: `refused with invalidParameter.msgParam.tooLong; stated of groups, used for single chats as well — ${ROBOT}`,
  },
  {
    name: 'dingtalk.robotPersonPerMinute',
    unit: 'messages per minute, enterprise robot and person',
    standard: null,
    beyond: `success, but the person is listed in flowControlledStaffIdList; no figure published — ${ROBOT_SINGLE}`,
  },
  {
    name: 'dingtalk.sessionWebhookMs',
    unit: 'ms a sessionWebhook lives',
    standard: 5_400_000,
    beyond:
      'refused with 300001, the sandbox’s choice of a code; the figure is that of the samples in 《机器人接收消息》(2026-06-30)',
  },
  {
    name: 'dingtalk.webhookStreamMonthly',
    unit: 'messages to robots per natural month and corp',
    standard: 3000,
    professional: 50_000,
    beyond: `they arrive without what was said, with errorCode 20001 — ${BILLING}`,
  },
  {
    name: 'dingtalk.eventPushMs',
    unit: 'ms of real time to answer an event or a robot’s message over HTTP',
    standard: 2500,
    beyond: 'a failed try; events are pushed again after 10 s and after 30 s — 《事件订阅概述》',
  },
  {
    name: 'dingtalk.eventVerifyMs',
    unit: 'ms of real time to answer check_url',
    standard: 1500,
    beyond: 'the address is not kept — 《HTTP 回调概述》',
  },
  {
    name: 'dingtalk.cardCallbackMs',
    unit: 'ms of real time to answer a pressed button over HTTP',
    standard: 2000,
    beyond: 'the card stays as it is — 《事件回调：卡片》',
  },
  {
    name: 'dingtalk.streamAckMs',
    unit: 'ms of real time to answer a Stream frame',
    standard: 3000,
    beyond: 'a failed try; events are pushed again — Stream protocol',
  },
  {
    name: 'dingtalk.streamPingMs',
    unit: 'ms between pings of a Stream connection',
    standard: 60_000,
    beyond: 'one that is not answered before the next ends the connection (the sandbox’s own figure)',
  },
  {
    name: 'dingtalk.streamLifeMs',
    unit: 'ms a Stream connection lives',
    standard: 3_600_000,
    beyond: 'a disconnect frame, and the end 10 s later (the sandbox’s own figure)',
  },
]
