import { expect, it } from 'vitest'
import { refusedStatements } from '../../../e2e/setup/test-project.ts'

const HEADER = `import { createDingTalk, createDingTalkRobot, type RobotMessage, type WorkMessage, type WorkNotification } from '@hongyan/dingtalk'
export let to: WorkNotification
declare const maybe: string | undefined
const msg: WorkMessage = { msgtype: 'text', text: { content: 'a' } }
export let work: WorkMessage
export let robot: RobotMessage`

const WRONG = [
  "work = { msgtype: 'text', markdown: { title: 'a', text: 'a' } }",
  "work = { msgtype: 'text', text: { content: 'a' }, markdown: { title: 'a', text: 'a' } }",
  "work = { msgtype: 'video', video: { media_id: '@a' } }",
  "work = { msgtype: 'image', image: { mediaId: '@a' } }",
  "work = { msgtype: 'voice', voice: { media_id: '@a', duration: 10 } }",
  "work = { msgtype: 'markdown', markdown: { text: 'a' } }",
  "work = { msgtype: 'link', link: { message_url: 'a', picUrl: 'a', title: 'a', text: 'a' } }",
  "work = { msgtype: 'action_card', action_card: { markdown: 'a' } }",
  "work = { msgtype: 'action_card', action_card: { markdown: 'a', single_title: 'a' } }",
  "work = { msgtype: 'action_card', action_card: { markdown: 'a', btn_orientation: '2', btn_json_list: [] } }",
  "work = { msgtype: 'action_card', action_card: { markdown: 'a', single_title: 'a', single_url: 'a', btn_orientation: '1', btn_json_list: [] } }",
  "work = { msgtype: 'oa', oa: { message_url: 'a', head: { text: 'a' }, body: {} } }",
  "work = { msgtype: 'oa', oa: { message_url: 'a', head: { bgcolor: 'FFBBBBBB', text: 'a' }, body: { file_count: 3 } } }",
  'to = { msg }',
  'to = { to_all_user: false, msg }',
  "to = { to_all_user: true, userid_list: ['a'], msg }",
  "to = { userid_list: 'a,b', msg }",
  "robot = { msgtype: 'markdown', text: { content: 'a' } }",
  "robot = { msgtype: 'text', text: { content: 'a' }, at: { atMobiles: '138' } }",
  "robot = { msgtype: 'link', link: { title: 'a', text: 'a', messageURL: 'a' } }",
  "robot = { msgtype: 'link', link: { title: 'a', text: 'a', messageUrl: 'a' }, at: { isAtAll: true } }",
  "robot = { msgtype: 'actionCard', actionCard: { title: 'a', text: 'a' } }",
  "robot = { msgtype: 'actionCard', actionCard: { title: 'a', text: 'a', singleTitle: 'a', singleURL: 'a', btns: [] } }",
  "robot = { msgtype: 'feedCard', feedCard: { links: [{ title: 'a', messageUrl: 'a', picUrl: 'a' }] } }",
  "createDingTalkRobot({ secret: 'SEC' })",
  "createDingTalkRobot({ webhook: 'https://a.example', accessToken: 'a' })",
  "createDingTalk({ appKey: 'a', appSecret: 'b' })",
]

const RIGHT = [
  "work = { msgtype: 'image', image: { media_id: '@a' } }",
  "work = { msgtype: 'voice', voice: { media_id: '@a', duration: '10' } }",
  "work = { msgtype: 'file', file: { media_id: '@a' } }",
  "robot = { msgtype: 'link', link: { title: 'a', text: 'a', messageUrl: 'a', picUrl: maybe } }",
  "robot = { msgtype: 'actionCard', actionCard: { title: 'a', text: 'a', singleTitle: 'a', singleURL: 'a', hideAvatar: '1' }, at: { isAtAll: true } }",
  "robot = { msgtype: 'actionCard', actionCard: { title: 'a', text: 'a', btns: [{ title: 'a', actionURL: 'a' }] } }",
  "robot = { msgtype: 'feedCard', feedCard: { links: [{ title: 'a', messageURL: 'a', picURL: 'a' }] } }",
  "work = { msgtype: 'text', text: { content: 'a' } }",
  "work = { msgtype: 'action_card', action_card: { markdown: 'a', single_title: 'a', single_url: 'a' } }",
  "work = { msgtype: 'action_card', action_card: { markdown: 'a', btn_orientation: '1', btn_json_list: [{ title: 'a', action_url: 'a' }] } }",
  "work = { msgtype: 'action_card', action_card: { title: maybe, markdown: 'a', single_title: 'a', single_url: 'a', btn_json_list: undefined } }",
  "work = { msgtype: 'oa', oa: { message_url: 'a', head: { bgcolor: 'FFBBBBBB', text: 'a' }, status_bar: undefined, body: { title: maybe } } }",
  "to = { userid_list: ['a'], dept_id_list: [1], to_all_user: false, msg }",
  'to = { userid_list: undefined, dept_id_list: [1], msg }',
  'to = { to_all_user: true, userid_list: undefined, msg }',
  "robot = { msgtype: 'text', text: { content: 'a' }, at: undefined, msgUuid: maybe }",
  "createDingTalk({ appKey: 'a', appSecret: 'b', agentId: '1', baseUrl: maybe, egress: { noProxy: maybe }, budget: { answerMs: undefined } })",
  "robot = { msgtype: 'markdown', markdown: { title: 'a', text: 'a' }, at: { isAtAll: true }, msgUuid: 'a' }",
]

it('the compiler refuses every wrong content and option, and no right one', async () => {
  expect(await refusedStatements(HEADER, [...WRONG, ...RIGHT])).toEqual(WRONG)
})
