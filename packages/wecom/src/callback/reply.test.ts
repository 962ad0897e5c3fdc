import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../../e2e/setup/failure-of.ts'
import { createCallback } from './callback.ts'
import { CallbackCipher, signCallback } from './crypto.ts'
import type { PassiveReply } from './reply.ts'
import { MESSAGE, SAMPLE } from './test-vectors.ts'
import { parseXml, textOf } from './xml.ts'

const NOW = MESSAGE.timestamp
const callback = createCallback({ ...SAMPLE, clock: { now: () => Number(NOW) * 1000 } })
const cipher = new CallbackCipher(SAMPLE.encodingAESKey, SAMPLE.receiveid)

describe('a reply', () => {
  const to = { FromUserName: 'zhangsan', ToUserName: 'wx5823bf96d3bd56c7' }
  /** What the platform reads in it. */
  function opened(reply: PassiveReply): string {
    const envelope = parseXml(callback.reply(to, reply))
    const part = (name: string) => textOf(envelope, name) ?? ''
    const expected = signCallback(SAMPLE.token, part('TimeStamp'), part('Nonce'), part('Encrypt'))
    expect([part('TimeStamp'), part('MsgSignature')]).toEqual([NOW, expected])
    return cipher.decrypt(part('Encrypt'))
  }
  const HEAD = `<ToUserName><![CDATA[zhangsan]]></ToUserName><FromUserName><![CDATA[wx5823bf96d3bd56c7]]></FromUserName><CreateTime>${NOW}</CreateTime>`

  it.each<[PassiveReply, string]>([
    [{ MsgType: 'text', Content: 'a ]]> b' }, '<Content><![CDATA[a ]]]]><![CDATA[> b]]></Content>'],
    [{ MsgType: 'image', Image: { MediaId: 'm' } }, '<Image><MediaId><![CDATA[m]]></MediaId></Image>'],
    [{ MsgType: 'voice', Voice: { MediaId: 'm' } }, '<Voice><MediaId><![CDATA[m]]></MediaId></Voice>'],
    [
      { MsgType: 'video', Video: { MediaId: 'm', Title: 't', Description: 'd' } },
      '<Video><MediaId><![CDATA[m]]></MediaId><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description></Video>',
    ],
    [
      {
        MsgType: 'news',
        Articles: [
          { Title: 't', Url: 'u1' },
          { Title: 't', PicUrl: 'p', Url: 'u2' },
        ],
      },
      '<ArticleCount>2</ArticleCount><Articles><item><Title><![CDATA[t]]></Title><Url><![CDATA[u1]]></Url></item><item><Title><![CDATA[t]]></Title><PicUrl><![CDATA[p]]></PicUrl><Url><![CDATA[u2]]></Url></item></Articles>',
    ],
    [
      { MsgType: 'update_button', Button: { ReplaceName: '已处理' } },
      '<Button><ReplaceName><![CDATA[已处理]]></ReplaceName></Button>',
    ],
    [
      { MsgType: 'update_taskcard', TaskCard: { ReplaceName: '已收到' } },
      '<TaskCard><ReplaceName><![CDATA[已收到]]></ReplaceName></TaskCard>',
    ],
  ])('$MsgType is what the platform expects', (reply, content) => {
    expect(opened(reply)).toBe(`<xml>${HEAD}<MsgType><![CDATA[${reply.MsgType}]]></MsgType>${content}</xml>`)
  })

  it('puts another card there, its lists repeated', () => {
    const plain = opened({
      MsgType: 'update_template_card',
      TemplateCard: {
        card_type: 'text_notice',
        source: { icon_url: 'https://x/i', desc: '企业微信', desc_color: 1 },
        main_title: { title: '欢迎' },
        quote_area: { type: 1, url: 'https://x', title: '引用', quote_text: '文案' },
        horizontal_content_list: [
          { keyname: '邀请人', value: '张三' },
          { type: 1, keyname: '官网', value: '点击', url: 'https://x' },
        ],
        card_action: { type: 1, url: 'https://x' },
        replace_text: '已处理',
      },
    })

    const card = parseXml(plain).children.find(({ name }) => name === 'TemplateCard')
    expect(card?.children.map(({ name }) => name).sort()).toEqual([
      'CardAction',
      'CardType',
      'HorizontalContentList',
      'HorizontalContentList',
      'MainTitle',
      'QuoteArea',
      'ReplaceText',
      'Source',
    ])
    expect(plain).toContain(
      '<HorizontalContentList><Type>1</Type><KeyName><![CDATA[官网]]></KeyName><Value><![CDATA[点击]]></Value><Url><![CDATA[https://x]]></Url></HorizontalContentList>',
    )
    expect(plain).toContain(
      '<Source><IconUrl><![CDATA[https://x/i]]></IconUrl><Desc><![CDATA[企业微信]]></Desc><DescColor>1</DescColor></Source>',
    )
    expect(plain).toContain('<QuoteText><![CDATA[文案]]></QuoteText>')
  })

  it.each<[string, object]>([
    ['reply.MsgType', { MsgType: 'markdown' }],
    ['reply.Content', { MsgType: 'text', Content: '' }],
    ['reply.Content', { MsgType: 'text', Content: 'n'.repeat(2049) }],
    ['reply.Image.MediaId', { MsgType: 'image', Image: {} }],
    ['reply.Articles', { MsgType: 'news', Articles: [] }],
    ['reply.TemplateCard.card_type', { MsgType: 'update_template_card', TemplateCard: {} }],
  ])('that the platform would not take is refused: %s', async (field, reply) => {
    expect(
      await failureOf(Promise.resolve().then(() => callback.reply(to, reply as PassiveReply))),
    ).toMatchObject({
      kind: 'invalid',
      field,
    }) // What JavaScript callers may pass.
  })
})
