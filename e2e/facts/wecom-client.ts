import { PassThrough } from 'node:stream'
import {
  type AppMessage,
  createWecom,
  createWecomRobot,
  type RobotMessage,
  robotImage,
  type Wecom,
  type WecomRobot,
} from '@hongyan/wecom'

/** Our client, pointed at a platform that answers what the test says. */
export interface Clients {
  readonly wecom: Wecom
  readonly robot: WecomRobot
}

const KEY = '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa'

export function openClients(url: string): Clients & { close(): Promise<unknown> } {
  const egress = { proxy: false } as const
  const wecom = createWecom({ corpid: 'ww1', agentid: 1000002, secret: 'secret', baseUrl: url, egress })
  const robot = createWecomRobot({ webhook: `${url}/cgi-bin/webhook/send?key=${KEY}`, egress })
  return { wecom, robot, close: () => Promise.all([wecom.close(), robot.close()]) }
}

/** The beginning of a JPG, so that it will do as a picture too. */
const upload = {
  filename: 'a.txt',
  source: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(9)]),
}

type Call = (clients: Clients) => Promise<unknown>

const firstOf = (ids: AsyncIterable<unknown>) => ids[Symbol.asyncIterator]().next()
const text = { touser: ['zhangsan'], msgtype: 'text', text: { content: 'x' } } as const

/** The client's call to each documented path, by the row's id. */
export const endpointCalls: Readonly<Record<string, Call>> = {
  'wecom.token.endpoint.gettoken': ({ wecom }) => wecom.accessToken(),
  'wecom.user.endpoint.getuserid': ({ wecom }) => wecom.users.getUserid('13430388888'),
  'wecom.user.endpoint.get_userid_by_email': ({ wecom }) =>
    wecom.users.getUseridByEmail('a@b.c', { email_type: 1 }),
  'wecom.user.endpoint.get': ({ wecom }) => wecom.users.get('zhangsan'),
  'wecom.user.endpoint.simplelist': ({ wecom }) => wecom.users.simplelist(1),
  'wecom.user.endpoint.list': ({ wecom }) => wecom.users.list(1),
  'wecom.user.endpoint.list_id': ({ wecom }) => firstOf(wecom.users.ids()),
  'wecom.user.endpoint.department-list': ({ wecom }) => wecom.departments.list(),
  'wecom.user.endpoint.department-simplelist': ({ wecom }) => wecom.departments.simplelist(),
  'wecom.user.endpoint.department-get': ({ wecom }) => wecom.departments.get(2),
  'wecom.user.endpoint.tag-list': ({ wecom }) => wecom.tags.list(),
  'wecom.user.endpoint.tag-get': ({ wecom }) => wecom.tags.get(12),
  'wecom.user.endpoint.tag-addtagusers': ({ wecom }) =>
    wecom.tags.addtagusers(12, { userlist: ['u1'], partylist: [4] }),
  'wecom.send.endpoint.send': ({ wecom }) => wecom.messages.send(text),
  'wecom.recall.endpoint.recall': ({ wecom }) => wecom.messages.recall('…'),
  'wecom.robot.endpoint.send': ({ robot }) => robot.send({ msgtype: 'text', text: { content: 'x' } }),
  'wecom.media.endpoint.upload': ({ wecom }) => wecom.media.upload('file', upload),
  'wecom.media.endpoint.get': ({ wecom }) => wecom.media.get('m', new PassThrough().resume()),
  'wecom.media.endpoint.uploadimg': ({ wecom }) => wecom.media.uploadimg({ ...upload, filename: 'a.jpg' }),
  'wecom.media.endpoint.robot': ({ robot }) => robot.upload('file', upload),
  'wecom.update.endpoint.template_card': ({ wecom }) =>
    wecom.messages.updateCard({ atall: 1, response_code: 'c', button: { replace_name: 'x' } }),
  // Gone from the pages: it has no typed call, only the one for whatever is not typed.
  'wecom.update.endpoint.taskcard': ({ wecom }) =>
    wecom.call('POST', '/cgi-bin/message/update_taskcard', { task_id: 't', clicked_key: 'k' }),
  'wecom.update.endpoint.statistics': ({ wecom }) => wecom.messages.getStatistics(),
  'wecom.appchat.endpoint.create': ({ wecom }) => wecom.appchat.create({ name: 'x', userlist: ['a', 'b'] }),
  'wecom.appchat.endpoint.update': ({ wecom }) => wecom.appchat.update({ chatid: 'c', name: 'x' }),
  'wecom.appchat.endpoint.get': ({ wecom }) => wecom.appchat.get('c'),
  'wecom.appchat.endpoint.send': ({ wecom }) =>
    wecom.appchat.send({ chatid: 'c', msgtype: 'text', text: { content: 'x' } }),
}

/** Documented examples as the client writes and reads them: the row's request is what it sends, its response what it gets. */
export const exampleCalls: Readonly<Record<string, { readonly call: Call; readonly gives?: unknown }>> = {
  'wecom.user.example.getuserid': { call: call('wecom.user.endpoint.getuserid'), gives: 'zhangsan' },
  'wecom.user.example.get_userid_by_email': {
    call: call('wecom.user.endpoint.get_userid_by_email'),
    gives: 'zhangsan',
  },
  'wecom.user.example.tag-list': {
    call: call('wecom.user.endpoint.tag-list'),
    gives: [{ tagid: 1, tagname: 'a' }],
  },
  'wecom.user.example.department-list': {
    call: call('wecom.user.endpoint.department-list'),
    gives: [{ id: 2, name: '…', name_en: '…', department_leader: ['u'], parentid: 1, order: 10 }],
  },
  'wecom.user.example.tag-addtagusers': { call: call('wecom.user.endpoint.tag-addtagusers') },
  'wecom.answer.example.response': {
    call: call('wecom.send.endpoint.send'),
    gives: {
      ...{ complete: false, invaliduser: ['userid1', 'userid2'], invalidparty: ['partyid1', 'partyid2'] },
      ...{
        invalidtag: ['tagid1', 'tagid2'],
        unlicenseduser: ['userid3', 'userid4'],
        msgid: '…',
        response_code: '…',
      },
    },
  },
  'wecom.answer.example.success': {
    call: call('wecom.send.endpoint.send'),
    gives: { complete: true, msgid: '3yzdAQ63LCLTa8…' },
  },
  'wecom.answer.example.success-before-2021': {
    call: call('wecom.send.endpoint.send'),
    gives: { complete: true, msgid: '' },
  },
  'wecom.recall.example.recall': { call: call('wecom.recall.endpoint.recall') },
}

function call(id: string): Call {
  const found = endpointCalls[id]
  if (!found) throw new Error(`${id} has no call.`)
  return found
}

const media = { media_id: 'm' }
const article = { title: 't', url: 'https://x' }
const mpnewsArticle = { title: 't', thumb_media_id: 'm', content: 'c' }
const notice = { appid: 'wx1', title: '会议室预订', description: '会议室预订' }
const task = { title: 't', description: 'd', task_id: 't', btn: [{ key: 'k', name: 'n' }] }
const card = {
  card_type: 'text_notice',
  main_title: { title: 't' },
  card_action: { type: 1, url: 'https://x' },
}
const options = { question_key: 'q', option_list: [{ id: 'o', text: 'o' }] }

/** The smallest card of each form but the notice of text. */
const CARDS: Readonly<Record<string, object>> = {
  news_notice: { card_image: { url: 'https://x/p.png' } },
  button_interaction: { task_id: 't', button_list: [{ text: 't', key: 'k' }] },
  vote_interaction: { card_action: undefined, task_id: 't', checkbox: options },
  multiple_interaction: {
    card_action: undefined,
    task_id: 't',
    select_list: [options],
    submit_button: { key: 'k' },
  },
}

/** The smallest content of each type, by its `msgtype`. */
const CONTENTS: Readonly<Record<string, object>> = {
  ...{
    text: { content: 'x' },
    markdown: { content: 'x' },
    image: media,
    voice: media,
    video: media,
    file: media,
  },
  textcard: { title: 't', description: 'd', url: 'https://x' },
  news: { articles: [article] },
  mpnews: { articles: [mpnewsArticle] },
  ...{ miniprogram_notice: notice, taskcard: task, template_card: card },
}
const ROBOT_CONTENTS: Readonly<Record<string, object>> = {
  ...CONTENTS,
  ...{ markdown_v2: { content: 'x' }, image: robotImage(upload.source) },
}

const app = (msgtype: string, fields: object = {}) => {
  const message: object = { touser: ['zhangsan'], msgtype, [msgtype]: { ...CONTENTS[msgtype], ...fields } }
  return ({ wecom }: Clients) => wecom.messages.send(message as AppMessage) // Also what types forbid.
}
const robot = (msgtype: string, fields: object = {}) => {
  const message: object = { msgtype, [msgtype]: { ...ROBOT_CONTENTS[msgtype], ...fields } }
  return ({ robot }: Clients) => robot.send(message as RobotMessage) // As above.
}

/** Sends one message of a row's type. */
export function sendType(id: string, msgtype: string, body: string): Call {
  if (id.startsWith('wecom.robot.')) return robot(msgtype)
  const [, card_type] = /"card_type":"(\w+)"/.exec(body) ?? []
  return app(msgtype, card_type ? { card_type, ...CARDS[card_type] } : {})
}

const n = (length: number) => 'n'.repeat(length)
const times = <T>(size: number, item: T): T[] => Array<T>(size).fill(item)
const keyed = (size: number) =>
  Array.from({ length: size }, (_, index) => ({ key: String(index), name: 'n', value: 'v' }))
const address = (length: number) => `https://${n(length - 8)}`
const newsWith = (fields: object) => app('news', { articles: [{ ...article, ...fields }] })
const mpnewsWith = (fields: object) => app('mpnews', { articles: [{ ...mpnewsArticle, ...fields }] })
const noticeItem = (fields: object) =>
  app('miniprogram_notice', { content_item: [{ key: 'k', value: 'v', ...fields }] })

/** A call that is `size` long at the limit of each row; one more must be refused before the call. */
export const limitCalls: Readonly<Record<string, (size: number) => Call>> = {
  'wecom.message.limit.text.content': (size) => app('text', { content: n(size) }),
  'wecom.message.limit.video.title': (size) => app('video', { title: n(size) }),
  'wecom.message.limit.video.description': (size) => app('video', { description: n(size) }),
  'wecom.message.limit.textcard.title': (size) => app('textcard', { title: n(size) }),
  'wecom.message.limit.textcard.description': (size) => app('textcard', { description: n(size) }),
  'wecom.message.limit.textcard.url': (size) => app('textcard', { url: address(size) }),
  'wecom.message.limit.textcard.btntxt': (size) => app('textcard', { btntxt: n(size) }),
  'wecom.message.limit.news.articles': (size) => app('news', { articles: times(size, article) }),
  'wecom.message.limit.news.title': (size) => newsWith({ title: n(size) }),
  'wecom.message.limit.news.description': (size) => newsWith({ description: n(size) }),
  'wecom.message.limit.news.url': (size) => newsWith({ url: address(size) }),
  'wecom.message.limit.news.picurl': (size) => newsWith({ picurl: address(size) }),
  'wecom.message.limit.news.pagepath': (size) => newsWith({ appid: 'wx1', pagepath: n(size) }),
  'wecom.message.limit.mpnews.articles': (size) => app('mpnews', { articles: times(size, mpnewsArticle) }),
  'wecom.message.limit.mpnews.title': (size) => mpnewsWith({ title: n(size) }),
  'wecom.message.limit.mpnews.author': (size) => mpnewsWith({ author: n(size) }),
  'wecom.message.limit.mpnews.digest': (size) => mpnewsWith({ digest: n(size) }),
  'wecom.message.limit.markdown.content': (size) => app('markdown', { content: n(size) }),
  'wecom.message.limit.miniprogram_notice.page': (size) => app('miniprogram_notice', { page: n(size) }),
  'wecom.message.limit.miniprogram_notice.title': (size) => app('miniprogram_notice', { title: n(size) }),
  'wecom.message.limit.miniprogram_notice.description': (size) =>
    app('miniprogram_notice', { description: n(size) }),
  'wecom.message.limit.miniprogram_notice.content_item': (size) =>
    app('miniprogram_notice', { content_item: keyed(size).map(({ key, value }) => ({ key, value })) }),
  'wecom.message.limit.miniprogram_notice.key': (size) => noticeItem({ key: n(size) }),
  'wecom.message.limit.miniprogram_notice.value': (size) => noticeItem({ value: n(size) }),
  'wecom.message.limit.taskcard.title': (size) => app('taskcard', { title: n(size) }),
  'wecom.message.limit.taskcard.description': (size) => app('taskcard', { description: n(size) }),
  'wecom.message.limit.taskcard.url': (size) => app('taskcard', { url: address(size) }),
  'wecom.message.limit.taskcard.task_id': (size) => app('taskcard', { task_id: n(size) }),
  'wecom.message.limit.taskcard.btn': (size) =>
    app('taskcard', { btn: keyed(size).map(({ key, name }) => ({ key, name })) }),
  'wecom.message.limit.taskcard.btn.key': (size) => app('taskcard', { btn: [{ key: n(size), name: 'n' }] }),
  'wecom.robot.limit.text': (size) => robot('text', { content: n(size) }),
  'wecom.robot.limit.markdown': (size) => robot('markdown', { content: n(size) }),
  'wecom.robot.limit.markdown_v2': (size) => robot('markdown_v2', { content: n(size) }),
  'wecom.robot.limit.news': (size) => robot('news', { articles: times(size, article) }),
  'wecom.robot.limit.news.title': (size) => robot('news', { articles: [{ ...article, title: n(size) }] }),
  'wecom.robot.limit.news.description': (size) =>
    robot('news', { articles: [{ ...article, description: n(size) }] }),
  'wecom.robot.limit.template_card.horizontal': (size) =>
    robot('template_card', { horizontal_content_list: times(size, { keyname: 'k' }) }),
  'wecom.robot.limit.template_card.jump_list': (size) =>
    robot('template_card', { jump_list: times(size, { title: 't' }) }),
}
