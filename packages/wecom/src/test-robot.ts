import { onTestFinished } from 'vitest'
import { startPlatform } from '../../../e2e/setup/literal-platform.ts'
import type { RobotTemplateCard } from './robot-message.ts'
import { createWecomRobot, type WecomRobotOptions } from './webhook-robot.ts'

export const KEY = '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa'
export const SEND = '/cgi-bin/webhook/send'
export const OK = { errcode: 0, errmsg: 'ok' }
export const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(20),
])

export async function platformAndRobot(answer: object = OK) {
  const platform = await startPlatform(() => answer)
  const robot = robotOf({ webhook: `${platform.url}${SEND}?key=${KEY}` })
  return { platform, robot }
}

export function robotOf(address: { webhook: string } | { key: string; baseUrl: string }) {
  const options: WecomRobotOptions = { ...address, egress: { proxy: false }, clock: { now: () => 1_000 } }
  const robot = createWecomRobot(options)
  onTestFinished(() => robot.close())
  return robot
}

export const NOTICE: RobotTemplateCard = {
  card_type: 'text_notice',
  source: { icon_url: 'https://x/i.png', desc: '企业微信', desc_color: 0 },
  quote_area: { type: 1, url: 'https://x/1', title: '引用', quote_text: '文本' },
  horizontal_content_list: [{ keyname: '附件', value: 'a.pdf', type: 2, media_id: 'MEDIAID' }],
  jump_list: [{ type: 1, url: 'https://x/1', title: '官网' }],
  card_action: { type: 1, url: 'https://x/1' },
  main_title: { title: '欢迎', desc: '描述' },
  emphasis_content: { title: '100', desc: '含义' },
  sub_title_text: '下载',
}
export const PICTURE: RobotTemplateCard = {
  card_type: 'news_notice',
  card_action: { type: 2, appid: 'wx1', pagepath: 'p' },
  main_title: { title: '欢迎' },
  card_image: { url: 'https://x/p.png', aspect_ratio: 2.24 },
  vertical_content_list: [{ title: '惊喜', desc: '红包' }],
}
