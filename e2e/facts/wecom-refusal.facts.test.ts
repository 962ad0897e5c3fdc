import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'
import { notice } from './wecom-message-uploads.ts'

const card = { title: 't', description: 'd', url: 'https://example.com' }
const article = { title: 't', url: 'https://example.com' }
const longAuthor = { title: 't', thumb_media_id: 'x', author: 'a'.repeat(65), content: 'c' }
const buttons = {
  card_type: 'button_interaction',
  main_title: { title: 't' },
  card_action: { type: 1, url: 'https://example.com' },
  task_id: 't1',
  button_list: [{ text: 'ok', key: 'ok' }],
}

type Mistake = (wecom: WecomCaller, bench: Bench) => Promise<RawAnswer>

/** The mistake that each code names. */
const mistakes: Readonly<Record<string, Mistake>> = {
  40008: (wecom) => wecom.send({ msgtype: 'telegram', telegram: {} }),
  40032: (wecom) => wecom.sendText('x', { touser: Array(1001).fill('zhangsan').join('|') }),
  40063: async (wecom, { raw }) => raw('GET', `/cgi-bin/message/send?access_token=${await wecom.token()}`),
  40074: (wecom) => wecom.send({ msgtype: 'news', news: { articles: [article] }, safe: 1 }),
  41006: (wecom) => wecom.send({ msgtype: 'image', image: {} }),
  41010: (wecom) => wecom.send({ msgtype: 'textcard', textcard: { ...card, url: undefined } }),
  41011: (wecom) => wecom.sendText('x', { agentid: undefined }),
  41016: (wecom) => wecom.send({ msgtype: 'news', news: { articles: [{ ...article, title: undefined }] } }),
  41033: (wecom) => wecom.send({ msgtype: 'textcard', textcard: { ...card, description: undefined } }),
  43012: (wecom) => wecom.send({ msgtype: 'template_card', template_card: buttons }),
  44004: (wecom) => wecom.sendText(''),
  45032: (wecom) => wecom.send({ msgtype: 'mpnews', mpnews: { articles: [longAuthor] } }),
  45008: (wecom) => wecom.send({ msgtype: 'news', news: { articles: Array(9).fill(article) } }),
  45034: (wecom) => wecom.send({ msgtype: 'textcard', textcard: { ...card, url: 'example.com/1' } }),
  46004: (wecom) => wecom.post('user/getuserid', { mobile: '13999999999' }),
  82002: (wecom) => wecom.sendText('x', { toparty: Array(101).fill('1').join('|') }),
  82003: (wecom) => wecom.sendText('x', { totag: Array(101).fill('1').join('|') }),
}

/** What is wrong with a notice of a mini program. */
const wrongNotices: Readonly<Record<string, (bench: Bench) => object>> = {
  90200: () => ({ appid: '' }),
  90201: () => ({ content_item: Array(11).fill({ key: 'k', value: 'v' }) }),
  90202: () => ({ content_item: [{ key: 'k'.repeat(11), value: 'v' }] }),
  90203: () => ({ content_item: [{ key: 'k', value: 'v'.repeat(31) }] }),
  90204: () => ({ page: 'p'.repeat(1025) }),
  90206: () => ({ appid: 'wx0000000000000000' }),
  90207: () => ({ appid: 'appid' }),
  90208: ({ control }) => ({ appid: control.company().wecom.miniprograms[1] }),
}

proveFacts('wecom.refusal', (fact) => {
  for (const [code, change] of Object.entries(wrongNotices)) {
    fact(`wecom.refusal.code.${code}`, async (bench) => {
      expect(await notice(bench, change(bench))).toBe(bench.code.code)
    })
  }

  fact('wecom.refusal.code.60111', async (bench) => {
    const token = await new WecomCaller(bench).token()

    expectCode(await bench.raw('GET', `/cgi-bin/user/get?access_token=${token}&userid=nobody`), bench.code)
  })

  for (const [code, mistake] of Object.entries(mistakes)) {
    fact(`wecom.refusal.code.${code}`, async (bench) => {
      const wecom = new WecomCaller(bench)

      expectCode(await mistake(wecom, bench), bench.code)
      expect(wecom.phone()).toEqual([])
    })
  }

  fact('wecom.refusal.code.40056', async (bench) => {
    expectCode(await new WecomCaller(bench).sendText('x', { agentid: 'office' }), bench.code)
  })

  fact('wecom.refusal.code.40058', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { msgid } = (await wecom.sendText()).json
    const { json } = await wecom.post('message/recall', { msgid }, 'oncall')

    expect(json.errcode).toBe(bench.code.code)
    expect(json.errmsg).toContain(bench.code.text.replace('… ', ''))
  })

  fact('wecom.refusal.code.81013-listed', async (bench) => {
    expectCode(await new WecomCaller(bench).sendText('x', { touser: 'nobody' }), bench.code)
  })

  const malformed = { 40031: { touser: '-bad-' }, 40066: { toparty: 'sales' }, 40068: { totag: 'vip' } }
  for (const [code, recipients] of Object.entries(malformed)) {
    fact.under({ 'wecom.malformedIds': 'refused' }, `wecom.refusal.code.${code}`, async (bench) => {
      expectCode(await new WecomCaller(bench).sendText('x', recipients), bench.code)
    })
  }

  fact.under({ 'wecom.unicodeEscapes': 'refused' }, 'wecom.refusal.code.40033', async (bench) => {
    const wecom = new WecomCaller(bench)
    const message = {
      touser: 'zhangsan',
      msgtype: 'text',
      agentid: wecom.app().agentid,
      text: { content: 'ESCAPED' },
    }
    const escaped = JSON.stringify(message).replace('ESCAPED', '\\u4f60')

    expectCode(await wecom.postText('message/send', escaped), bench.code)
  })

  fact.under({ 'wecom.overlongText': '45002' }, 'wecom.refusal.code.45002', async (bench) => {
    expectCode(await new WecomCaller(bench).sendText('x'.repeat(2049)), bench.code)
  })

  const nobody = { touser: '', toparty: '', totag: '' }
  fact.under({ 'wecom.noRecipients': '82001' }, 'wecom.refusal.code.82001', async (bench) => {
    expectCode(await new WecomCaller(bench).sendText('x', nobody), bench.code)
  })

  fact.under({ 'wecom.noRecipients': '81012' }, 'wecom.refusal.code.81012', async (bench) => {
    expectCode(await new WecomCaller(bench).sendText('x', nobody), bench.code)
  })
})
