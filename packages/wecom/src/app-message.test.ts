import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { PreparedMessage } from './app-message.ts'
import type { AppMessage } from './message.ts'
import {
  departmentNamePlaceholder,
  userAliasOrNamePlaceholder,
  userAliasPlaceholder,
  userNamePlaceholder,
} from './message.ts'
import { refusedRecipients } from './recipients.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken } from './test-kit.ts'

const TAIL =
  'hint: [1684833894235730688668522], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com'
const ACCEPTED = { errcode: 0, errmsg: 'ok', msgid: '3yzdAQ63LCLTa8' }
const HELLO: AppMessage = { touser: ['zhangsan'], msgtype: 'text', text: { content: 'hello' } }

describe('what goes over the wire', () => {
  const bodies: { message: AppMessage; body: string }[] = [
    {
      message: {
        touser: ['zhangsan', 'lisi'],
        toparty: [2, 3],
        totag: [44],
        msgtype: 'text',
        text: { content: '你好\n<a href="https://x">x</a>' },
        safe: 1,
      },
      body: '{"touser":"zhangsan|lisi","toparty":"2|3","totag":"44","msgtype":"text","agentid":1000002,"text":{"content":"你好\\n<a href=\\"https://x\\">x</a>"},"safe":1}',
    },
    {
      message: { touser: '@all', msgtype: 'markdown', markdown: { content: '# 标题\n> 引用' } },
      body: '{"touser":"@all","msgtype":"markdown","agentid":1000002,"markdown":{"content":"# 标题\\n> 引用"}}',
    },
    {
      message: {
        toparty: [1],
        msgtype: 'textcard',
        textcard: {
          title: '领奖通知',
          description: '<div class="gray">2016年9月26日</div>',
          url: 'https://x/1',
          btntxt: '更多',
        },
      },
      body: '{"toparty":"1","msgtype":"textcard","agentid":1000002,"textcard":{"title":"领奖通知","description":"<div class=\\"gray\\">2016年9月26日</div>","url":"https://x/1","btntxt":"更多"}}',
    },
    {
      message: {
        totag: [44],
        msgtype: 'news',
        news: {
          articles: [
            { title: '中秋节礼品领取', url: 'https://x/1', picurl: 'https://x/p.png' },
            { title: '小程序', description: '打开', appid: 'wx123123123123123', pagepath: 'pages/index' },
          ],
        },
        enable_id_trans: 1,
        enable_duplicate_check: 1,
        duplicate_check_interval: 1800,
      },
      body: '{"totag":"44","msgtype":"news","agentid":1000002,"news":{"articles":[{"title":"中秋节礼品领取","url":"https://x/1","picurl":"https://x/p.png"},{"title":"小程序","description":"打开","appid":"wx123123123123123","pagepath":"pages/index"}]},"enable_id_trans":1,"enable_duplicate_check":1,"duplicate_check_interval":1800}',
    },
  ]

  it.each(bodies)('is the documented JSON for $message.msgtype', async ({ message, body }) => {
    const platform = await startPlatformWithToken(() => ACCEPTED)

    await clientOf(platform).messages.send(message)

    expect(platform.last('/cgi-bin/message/send')).toEqual(
      expect.objectContaining({ method: 'POST', query: { access_token: ACCESS_TOKEN }, body }),
    )
  })

  it('is the same, byte for byte, however the message was written down', async () => {
    const { messages } = clientOf(await startPlatformWithToken(() => ACCEPTED))

    const one = messages.prepare({
      touser: ['a'],
      msgtype: 'textcard',
      textcard: { title: 't', description: 'd', url: 'https://x' },
      enable_duplicate_check: 1,
    })
    const other = messages.prepare({
      enable_duplicate_check: 1,
      textcard: { url: 'https://x', description: 'd', title: 't' },
      msgtype: 'textcard',
      touser: ['a'],
    })

    expect(other.body).toBe(one.body)
  })

  it('is the prepared body itself, so that a repeat is the same bytes', async () => {
    const platform = await startPlatformWithToken(() => ACCEPTED)
    const { messages } = clientOf(platform)
    const prepared = messages.prepare({ ...HELLO, enable_duplicate_check: 1 })
    expect(platform.requests).toEqual([])

    await messages.sendPrepared(prepared)
    await messages.sendPrepared(prepared)

    const sends = platform.requests.filter(({ path }) => path === '/cgi-bin/message/send')
    expect(sends.map(({ body }) => body)).toEqual([prepared.body, prepared.body])
  })
})

it('a message that was not prepared is refused where a prepared one is wanted', async () => {
  const platform = await startPlatformWithToken(() => ({ errcode: 0 }))
  const { sendPrepared } = clientOf(platform).messages
  const message = { touser: ['a'], msgtype: 'text', text: { content: 'a' } }

  // Callers without types hand over anything.
  const failure = await failureOf(sendPrepared(message as unknown as PreparedMessage))

  expect(failure).toMatchObject({ kind: 'invalid', field: 'prepared.body' })
  expect(platform.requests).toEqual([])
})

describe('the result of a send', () => {
  const sendTo = async (answer: object) =>
    clientOf(await startPlatformWithToken(() => answer)).messages.send(HELLO)

  it('is complete when the platform refuses nobody', async () => {
    expect(await sendTo(ACCEPTED)).toEqual({
      complete: true,
      msgid: '3yzdAQ63LCLTa8',
      response_code: undefined,
      invaliduser: [],
      invalidparty: [],
      invalidtag: [],
      unlicenseduser: [],
      warnings: [],
    })
  })

  it('is complete without a handle on a platform of before 2021', async () => {
    expect(await sendTo({ errcode: 0, errmsg: 'ok', invaliduser: '' })).toMatchObject({
      complete: true,
      msgid: '',
    })
  })

  it.each(['invaliduser', 'invalidparty', 'invalidtag', 'unlicenseduser'])(
    'is not complete when %s names anybody',
    async (list) => {
      expect(await sendTo({ ...ACCEPTED, [list]: '1|2' })).toMatchObject({
        complete: false,
        [list]: ['1', '2'],
      })
    },
  )

  it('is in doubt when what came is no answer of WeCom’s', async () => {
    expect(await failureOf(sendTo({ msgid: 'from whom?' }))).toMatchObject({ kind: 'ambiguous' })
  })
})

describe('a send that reaches nobody', () => {
  it('throws, msgid or not, and the error names the invalid as the platform wrote them', async () => {
    const answer = {
      errcode: 81013,
      errmsg: `user & party & tag all invalid, ${TAIL}/devtool/query?e=81013`,
      invaliduser: 'YinAnPing',
      msgid: 'that proves nothing',
    }
    const platform = await startPlatformWithToken(() => answer)

    const error = await failureOf(clientOf(platform).messages.send(HELLO))

    expect(error).toMatchObject({ kind: 'rejected', code: '81013', platformMessage: answer.errmsg })
    expect(refusedRecipients(error)?.invaliduser).toEqual(['YinAnPing'])
  })
})

describe('recall', () => {
  it('sends the msgid as documented', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))

    await clientOf(platform).messages.recall(
      'vcT8gGc-7dFb4bxT35ONjBDz901sLlXPZw1DAMC_Gc26qRpK-AK5sTJkkb0128t',
    )

    expect(platform.last('/cgi-bin/message/recall')).toMatchObject({
      method: 'POST',
      body: '{"msgid":"vcT8gGc-7dFb4bxT35ONjBDz901sLlXPZw1DAMC_Gc26qRpK-AK5sTJkkb0128t"}',
    })
  })

  it.each([
    { code: 42052, says: '24 hours' },
    { code: 40058, says: 'another app' },
  ])('refused with $code says what stands against it', async ({ code, says }) => {
    const platform = await startPlatformWithToken(() => ({ errcode: code, errmsg: 'x' }))

    const error = await failureOf(clientOf(platform).messages.recall('m'))

    expect(error).toMatchObject({
      kind: 'rejected',
      code: String(code),
      remedy: { en: expect.stringContaining(says) },
    })
  })

  it('without a msgid is refused before the call', async () => {
    const platform = await startPlatformWithToken(() => ACCEPTED)

    expect(await failureOf(clientOf(platform).messages.recall(''))).toMatchObject({
      kind: 'invalid',
      field: 'msgid',
    })
    expect(platform.requests).toEqual([])
  })
})

describe('placeholders', () => {
  it('are written as the platform reads them', () => {
    expect(userNamePlaceholder('zhangsan')).toBe('$userName=zhangsan$')
    expect(userAliasPlaceholder('zhangsan')).toBe('$userAlias=zhangsan$')
    expect(userAliasOrNamePlaceholder('zhangsan')).toBe('$userAliasOrName=zhangsan$')
    expect(departmentNamePlaceholder(2)).toBe('$departmentName=2$')
  })
})
