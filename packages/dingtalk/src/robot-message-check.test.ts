import { describe, expect, it } from 'vitest'
import type { RobotMessage } from './robot-message.ts'
import { checkRobotMessage } from './robot-message-check.ts'

const LINK = {
  title: '时代的火车向前开',
  text: '这个即将发布的新版本',
  messageUrl: 'https://a.example',
  picUrl: '@lAL',
}
const SINGLE = {
  title: '乔布斯 20 年前',
  text: '### 乔布斯',
  singleTitle: '阅读全文',
  singleURL: 'https://a.example',
}
const SEVERAL = { title: '内容', text: '正文', btns: [{ title: '内容不错', actionURL: 'https://a.example' }] }
const FEED = { title: '时代的火车', messageURL: 'https://a.example', picURL: 'https://a.example/a.png' }

const link = (part: object) => ({ msgtype: 'link', link: { ...LINK, ...part } })
const single = (part: object) => ({ msgtype: 'actionCard', actionCard: { ...SINGLE, ...part } })
const several = (part: object) => ({ msgtype: 'actionCard', actionCard: { ...SEVERAL, ...part } })
const feed = (part: object) => ({ msgtype: 'feedCard', feedCard: { links: [FEED, { ...FEED, ...part }] } })

// Callers without types hand over anything.
const check = (message: unknown) => checkRobotMessage(message as RobotMessage)

describe('a robot’s message', () => {
  it.each<[string, RobotMessage]>([
    ['link', { msgtype: 'link', link: LINK }],
    ['link without picture', { msgtype: 'link', link: { ...LINK, picUrl: undefined } }],
    ['actionCard with one button', { msgtype: 'actionCard', actionCard: SINGLE }],
    [
      'actionCard with several buttons and people',
      {
        msgtype: 'actionCard',
        actionCard: { ...SEVERAL, text: '@zhangsan 请看', btnOrientation: '1', hideAvatar: '0' },
        at: { atUserIds: ['zhangsan'] },
      },
    ],
    ['feedCard', { msgtype: 'feedCard', feedCard: { links: [FEED] } }],
  ])('of the documented form is taken without warning: %s', (_, message) => {
    expect(checkRobotMessage(message)).toEqual([])
  })

  it.each<[string, unknown, string]>([
    ['a link without text', link({ text: '' }), 'link.text'],
    ['a link without address', link({ messageUrl: undefined }), 'link.messageUrl'],
    ['a link whose picture is no text', link({ picUrl: 1 }), 'link.picUrl'],
    ['a link that alerts somebody', { ...link({}), at: { isAtAll: true } }, 'at'],
    ['a card without title', single({ title: '' }), 'actionCard.title'],
    ['a card without text', several({ text: undefined }), 'actionCard.text'],
    ['a card without any button', single({ singleTitle: undefined, singleURL: undefined }), 'actionCard'],
    ['a card with both kinds of button', single({ btns: SEVERAL.btns }), 'actionCard'],
    ['a single button without address', single({ singleURL: undefined }), 'actionCard.singleURL'],
    ['no button among several', several({ btns: [] }), 'actionCard.btns'],
    ['a button that is nothing', several({ btns: [null] }), 'actionCard.btns[0]'],
    ['a button without address', several({ btns: [{ title: 'a' }] }), 'actionCard.btns[0].actionURL'],
    ['another orientation', several({ btnOrientation: '2' }), 'actionCard.btnOrientation'],
    ['another way to hide', several({ hideAvatar: true }), 'actionCard.hideAvatar'],
    ['a feed without links', { msgtype: 'feedCard', feedCard: { links: [] } }, 'feedCard.links'],
    ['a feed’s link without picture', feed({ picURL: '' }), 'feedCard.links[1].picURL'],
    ['a feed that alerts somebody', { ...feed({}), at: {} }, 'at'],
    ['a msgUuid that is no text', { ...feed({}), msgUuid: 1 }, 'msgUuid'],
    ['an image, which a webhook does not take', { msgtype: 'image', image: {} }, 'msgtype'],
  ])('is refused with %s', (_, message, field) => {
    expect(() => check(message)).toThrow(expect.objectContaining({ kind: 'invalid', field }))
  })

  it('warns if a card names somebody whom its text does not', () => {
    expect(check({ ...single({}), at: { atMobiles: ['13800000001'] } })).toMatchObject([{ field: 'at' }])
  })
})
