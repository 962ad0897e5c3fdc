import { expect, it } from 'vitest'
import { createTestProject } from './test-project.ts'

/** One line each; the compiler must complain of exactly those marked. */
const LINES: readonly { readonly code: string; readonly wrong: boolean }[] = [
  { wrong: false, code: "work = { msgtype: 'text', text: { content: 'a' } }" },
  {
    wrong: false,
    code: "work = { msgtype: 'action_card', action_card: { markdown: 'a', single_title: 'a', single_url: 'a' } }",
  },
  {
    wrong: false,
    code: "work = { msgtype: 'action_card', action_card: { markdown: 'a', btn_orientation: '1', btn_json_list: [{ title: 'a', action_url: 'a' }] } }",
  },
  {
    wrong: false,
    code: "robot = { msgtype: 'markdown', markdown: { title: 'a', text: 'a' }, at: { isAtAll: true }, msgUuid: 'a' }",
  },
  { wrong: true, code: "work = { msgtype: 'text', markdown: { title: 'a', text: 'a' } }" },
  {
    wrong: true,
    code: "work = { msgtype: 'text', text: { content: 'a' }, markdown: { title: 'a', text: 'a' } }",
  },
  { wrong: true, code: "work = { msgtype: 'image', image: { media_id: '@a' } }" },
  { wrong: true, code: "work = { msgtype: 'markdown', markdown: { text: 'a' } }" },
  {
    wrong: true,
    code: "work = { msgtype: 'link', link: { message_url: 'a', picUrl: 'a', title: 'a', text: 'a' } }",
  },
  { wrong: true, code: "work = { msgtype: 'action_card', action_card: { markdown: 'a' } }" },
  {
    wrong: true,
    code: "work = { msgtype: 'action_card', action_card: { markdown: 'a', single_title: 'a' } }",
  },
  {
    wrong: true,
    code: "work = { msgtype: 'action_card', action_card: { markdown: 'a', btn_orientation: '2', btn_json_list: [] } }",
  },
  {
    wrong: true,
    code: "work = { msgtype: 'action_card', action_card: { markdown: 'a', single_title: 'a', single_url: 'a', btn_orientation: '1', btn_json_list: [] } }",
  },
  { wrong: true, code: "work = { msgtype: 'oa', oa: { message_url: 'a', head: { text: 'a' }, body: {} } }" },
  {
    wrong: true,
    code: "work = { msgtype: 'oa', oa: { message_url: 'a', head: { bgcolor: 'FFBBBBBB', text: 'a' }, body: { file_count: 3 } } }",
  },
  { wrong: true, code: "robot = { msgtype: 'markdown', text: { content: 'a' } }" },
  { wrong: true, code: "robot = { msgtype: 'text', text: { content: 'a' }, at: { atMobiles: '138' } }" },
  { wrong: true, code: "createDingTalkRobot({ secret: 'SEC' })" },
  { wrong: true, code: "createDingTalkRobot({ webhook: 'https://a.example', accessToken: 'a' })" },
  { wrong: true, code: "createDingTalk({ appKey: 'a', appSecret: 'b' })" },
]

const HEADER = `import { createDingTalk, createDingTalkRobot, type RobotMessage, type WorkMessage } from '@hongyan/dingtalk'
export let work: WorkMessage
export let robot: RobotMessage`

it('wrong contents and options do not compile, right ones do', async () => {
  const project = await createTestProject([HEADER, ...LINES.map(({ code }) => code)].join('\n'))

  const output = await project.compile()

  const complaints = [...output.matchAll(/^\S*main\.ts\((\d+),/gm)].map(([, line]) => Number(line))
  const firstLine = HEADER.split('\n').length + 1
  const refused = LINES.map((_, index) => complaints.includes(index + firstLine))
  expect(LINES.map(({ code }, index) => ({ code, wrong: refused[index] }))).toEqual(
    LINES.map(({ code, wrong }) => ({ code, wrong })),
  )
  expect(Math.min(...complaints)).toBeGreaterThanOrEqual(firstLine)
})
