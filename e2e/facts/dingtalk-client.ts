import {
  createDingTalk,
  createDingTalkRobot,
  createDingTalkStream,
  type DingTalk,
  type DingTalkOptions,
} from '@hongyan/dingtalk'
import type { Reason } from './facts.ts'

/** An app whose credentials no row names. */
export const APP: DingTalkOptions = {
  appKey: 'dingkey',
  appSecret: 'app-secret',
  agentId: 1,
  egress: { proxy: false },
}

/** What reaches each endpoint, by method and path. */
export const CALLS: Readonly<Record<string, (dingtalk: DingTalk, url: string) => Promise<unknown>>> = {
  'GET /gettoken': (dingtalk) => dingtalk.accessToken(),
  'POST /v1.0/oauth2/accessToken': (_, url) => tokenOf({ baseUrl: url, tokenEndpoint: 'oauth2' }),
  'POST /v1.0/oauth2/{corpId}/token': (_, url) =>
    tokenOf({ baseUrl: url, tokenEndpoint: { corpId: '{corpId}' } }),
  'POST /topapi/v2/user/getbymobile': ({ users }) => users.getByMobile('13800000001'),
  'GET /user/get_by_mobile': ({ users }) => users.getByMobile('13800000001', { legacy: true }),
  'POST /topapi/user/getbyunionid': ({ users }) => users.getByUnionid('unionid-1'),
  'POST /topapi/v2/user/get': ({ users }) => users.get('zhangsan'),
  'POST /topapi/v2/department/listsub': ({ departments }) => departments.listSub(),
  'POST /topapi/v2/department/listsubid': ({ departments }) => departments.listSubIds(1),
  'POST /topapi/user/listid': ({ users }) => users.listIds(1),
  'POST /topapi/user/listsimple': ({ users }) => users.listSimple(1).next(),
  'POST /topapi/v2/user/list': ({ users }) => users.list(1).next(),
  'POST /topapi/v2/department/get': ({ departments }) => departments.get(1),
  'POST /topapi/user/count': ({ users }) => users.count(true),
  'POST /topapi/message/corpconversation/asyncsend_v2': ({ work }) => work.send(NOTICE),
  'POST /topapi/message/corpconversation/getsendprogress': ({ work }) => work.getSendProgress(1),
  'POST /topapi/message/corpconversation/getsendresult': ({ work }) => work.getSendResult(1),
  'POST /topapi/message/corpconversation/recall': ({ work }) => work.recall(1),
  'POST /topapi/message/corpconversation/status_bar/update': ({ work }) =>
    work.updateStatusBar(1, { status_value: '已同意' }),
  'POST /topapi/message/corpconversation/sendbytemplate': (dingtalk) =>
    dingtalk.call('POST', '/topapi/message/corpconversation/sendbytemplate', {}),
  'POST /robot/send': (_, url) => robotSend(url),
  'POST /robot/sendBySession': ({ robot }, url) =>
    robot.reply(
      { sessionWebhook: `${url}/robot/sendBySession?session=1` },
      { msgtype: 'text', text: { content: 'a' } },
    ),
  'POST /v1.0/robot/oToMessages/batchSend': ({ robot }) =>
    robot.oTo.batchSend({ ...TEMPLATE, userIds: ['a'] }),
  'POST /v1.0/robot/groupMessages/send': ({ robot }) =>
    robot.group.send({ ...TEMPLATE, openConversationId: 'cid' }),
  'GET /v1.0/robot/oToMessages/readStatus': ({ robot }) => robot.oTo.readStatus('k'),
  'POST /v1.0/robot/otoMessages/batchRecall': ({ robot }) => robot.oTo.batchRecall(['k']),
  'POST /v1.0/robot/groupMessages/query': ({ robot }) => robot.group.query(GROUP_MESSAGE),
  'POST /v1.0/robot/groupMessages/recall': ({ robot }) => robot.group.recall('cid', ['k']),
  'POST /v1.0/robot/messageFiles/download': ({ robot }) => robot.files.getDownloadUrl('code'),
  'POST /v1.0/card/instances/createAndDeliver': ({ cards }) => cards.createAndDeliver({ ...CARD, ...SPACE }),
  'POST /v1.0/card/instances': ({ cards }) => cards.create(CARD),
  'POST /v1.0/card/instances/deliver': ({ cards }) => cards.deliver('card-1', SPACE),
  'PUT /v1.0/card/instances': ({ cards }) => cards.update({ outTrackId: 'card-1', cardData: CARD.cardData }),
  'PUT /v1.0/card/streaming': ({ cards }) =>
    cards.stream({ outTrackId: 'card-1', guid: '1', key: 'a', content: 'a', isFull: true, isFinalize: true }),
  'POST /media/upload': ({ media }) =>
    media.upload({ type: 'image', filename: 'a.png', source: new Uint8Array(1) }),
  'POST /v1.0/gateway/connections/open': (_, url) => streamTo(url),
}

/** Rows the client does nothing about, and why. */
export const WITHOUT_CLIENT: Readonly<Record<string, Reason>> = {
  'dingtalk.token.endpoint.corp-access-token': 'ISV only',
  'dingtalk.token.endpoint.get-corp-token': 'ISV only',
  // Named as absent from the platform's list, without any text: they are refused as codes no table lists.
  'dingtalk.send.code.33010': 'undocumented',
  'dingtalk.send.code.34005': 'undocumented',
  'dingtalk.send.code.34017': 'undocumented',
}

/** The client asks for a token where nothing else is asked. */
async function tokenOf(options: Partial<DingTalkOptions>): Promise<unknown> {
  const dingtalk = createDingTalk({ ...APP, ...options })
  return dingtalk.accessToken().finally(() => dingtalk.close())
}

/** A stream that is told nowhere to go. */
async function streamTo(url: string): Promise<void> {
  const asked = Promise.withResolvers<void>()
  const stream = createDingTalkStream({
    ...APP,
    baseUrl: url,
    onEvent: () => {},
    onProblem: () => asked.resolve(),
  })
  await asked.promise
  await stream.close()
}

/** One message through a webhook. */
export async function robotSend(url: string): Promise<unknown> {
  const robot = createDingTalkRobot({ accessToken: 'f'.repeat(64), baseUrl: url, egress: { proxy: false } })
  return robot.send({ msgtype: 'text', text: { content: '磁盘已满' } }).finally(() => robot.close())
}

/** One work notification. */
export const NOTICE = {
  userid_list: ['zhangsan'],
  msg: { msgtype: 'text', text: { content: '月会通知' } },
} as const
const TEMPLATE = { msgKey: 'sampleText', msgParam: { content: '磁盘已满' } } as const
const GROUP_MESSAGE = { openConversationId: 'cid', processQueryKey: 'k' }
const CARD = { cardTemplateId: 'template-1', outTrackId: 'card-1', cardData: { cardParamMap: { a: 'b' } } }
const SPACE = {
  openSpaceId: 'dtv1.card//IM_ROBOT.a',
  imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
} as const
