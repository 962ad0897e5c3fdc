import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { codeOf, DingTalkCaller, expectAccepted, expectRefused } from './dingtalk-caller.ts'
import { proveMediaMessages } from './dingtalk-media-facts.ts'
import { proveFacts } from './prove.ts'
import { isObject } from './raw-http.ts'

const URL_20 = 'https://example.com/'
const link = { messageUrl: 'http://example.com', picUrl: '@lALOACZwe2Rk', title: '测试', text: '测试' }
const single = {
  title: 't',
  markdown: 'm',
  single_title: '查看详情',
  single_url: 'https://open.dingtalk.com',
}
const button = { title: '一个按钮', action_url: 'https://www.taobao.com' }
const multi = { title: 't', markdown: 'm', btn_orientation: '1', btn_json_list: [button] }
const oa = {
  message_url: 'http://dingtalk.com',
  head: { bgcolor: 'FFBBBBBB', text: '头部标题' },
  body: { title: '正文标题' },
}
const statusBar = { status_bar: { status_value: '进行中', status_bg: '0xFFF65E5E' } }

proveFacts('dingtalk.message', (fact) => {
  proveMediaMessages(fact)

  for (const name of ['text', 'link', 'markdown', 'action_card.single', 'action_card.multi']) {
    fact(`dingtalk.message.type.${name}`, async (bench) => {
      const dingtalk = new DingTalkCaller(bench)
      const message = JSON.parse(bench.body)

      expectAccepted(await dingtalk.send(message))
      expect(present(dingtalk.phone()[0]).message).toEqual(message)
    })
  }

  fact('dingtalk.message.type.oa', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const message = JSON.parse(bench.body)

    expectAccepted(await dingtalk.send(message))
    expect(shownOa(dingtalk).body).toEqual(message.oa.body)
  })

  const advised = {
    'text.content': (long: string) => ({ msgtype: 'text', text: { content: long } }),
    'link.title': (long: string) => ({ msgtype: 'link', link: { ...link, title: long } }),
    'link.text': (long: string) => ({ msgtype: 'link', link: { ...link, text: long } }),
    'oa.body.title': (long: string) => ({ msgtype: 'oa', oa: { ...oa, body: { title: long } } }),
    'action_card.markdown': (long: string) => ({
      msgtype: 'action_card',
      action_card: { ...single, markdown: long },
    }),
  }
  for (const [name, messageWith] of Object.entries(advised)) {
    fact(`dingtalk.message.limit.${name}`, async (bench) => {
      expectAccepted(await new DingTalkCaller(bench).send(messageWith('x'.repeat(bench.figure + 1))))
    })
  }

  fact('dingtalk.message.behaviour.oa.required', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const lacking = [
      { ...oa, message_url: undefined },
      { ...oa, head: undefined },
      { ...oa, head: { text: 'x' } },
      { ...oa, head: { bgcolor: 'FFBBBBBB' } },
      { ...oa, body: undefined },
    ]

    expectAccepted(await dingtalk.send({ msgtype: 'oa', oa }))
    for (const each of lacking) expectRefused(await dingtalk.send({ msgtype: 'oa', oa: each }))
  })

  fact('dingtalk.message.limit.oa.head.bgcolor', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const withColour = (bgcolor: string) => ({ msgtype: 'oa', oa: { ...oa, head: { bgcolor, text: 'x' } } })

    expectAccepted(await dingtalk.send(withColour('F'.repeat(bench.figure))))
    for (const wrong of [
      'F'.repeat(bench.figure - 1),
      'F'.repeat(bench.figure + 1),
      '0xFFBBBB',
      'GGGGGGGG',
    ]) {
      expectRefused(await dingtalk.send(withColour(wrong)))
    }
  })

  fact('dingtalk.message.behaviour.oa.head.text', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    await dingtalk.send({ msgtype: 'oa', oa })

    expect(shownOa(dingtalk).head).toEqual({ bgcolor: 'FFBBBBBB', text: dingtalk.app().name })
  })

  fact('dingtalk.message.limit.oa.status_bar', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const people = dingtalk.userids().slice(0, bench.figure + 1)
    const message = { msgtype: 'oa', oa: { ...oa, ...statusBar } }
    const to = (userids: string[]) => ({ userid_list: userids.join(',') })

    expectAccepted(await dingtalk.send(message, to(people.slice(1))))
    expectRefused(await dingtalk.send(message, to(people)))
    expectRefused(await dingtalk.send(message, { dept_id_list: '2' }))
    expectRefused(await dingtalk.send(message, { ...to(people.slice(1)), dept_id_list: '2' }))
    expectRefused(await dingtalk.send(message, { to_all_user: true }))
  })

  fact('dingtalk.message.limit.oa.body.form', async (bench) => {
    const form = Array.from({ length: bench.figure + 1 }, (_, index) => ({ key: `${index}:`, value: 'x' }))

    expectAccepted(await new DingTalkCaller(bench).send({ msgtype: 'oa', oa: { ...oa, body: { form } } }))
  })

  fact('dingtalk.message.limit.oa.body.content', async (bench) => {
    const content = Array(bench.figure + 1)
      .fill('一行')
      .join('\n')

    expectAccepted(await new DingTalkCaller(bench).send({ msgtype: 'oa', oa: { ...oa, body: { content } } }))
  })

  const longContents = { 'markdown.text': 'markdown', '34016.markdown': 'markdown', '34016.content': 'text' }
  for (const [name, msgtype] of Object.entries(longContents)) {
    fact(`dingtalk.message.limit.${name}`, async (bench) => {
      const dingtalk = new DingTalkCaller(bench)
      const withLength = (length: number) => {
        const long = 'x'.repeat(length)
        return { msgtype, [msgtype]: msgtype === 'text' ? { content: long } : { title: 't', text: long } }
      }

      expect(codeOf(await dingtalk.send(withLength(2049)))).toBe(45002)
      expectRefused(await dingtalk.send(withLength(bench.figure + 1)))
      expectAccepted(await dingtalk.send(withLength(1900)))
    })
  }

  fact('dingtalk.message.limit.action_card.title', (bench) =>
    expectLength(bench, (long) => ({ ...single, title: long })),
  )
  fact('dingtalk.message.limit.action_card.single_title', (bench) =>
    expectLength(bench, (long) => ({ ...single, single_title: long })),
  )
  fact('dingtalk.message.limit.action_card.single_url', (bench) =>
    expectLength(bench, (long) => ({ ...single, single_url: `${URL_20}${long.slice(URL_20.length)}` })),
  )
  fact('dingtalk.message.limit.action_card.btn.title', (bench) =>
    expectLength(bench, (long) => ({ ...multi, btn_json_list: [{ ...button, title: long }] })),
  )
  fact('dingtalk.message.limit.action_card.btn.action_url', (bench) =>
    expectLength(bench, (long) => {
      const action_url = `${URL_20}${long.slice(URL_20.length)}`
      return { ...multi, btn_json_list: [{ title: 'x', action_url }] }
    }),
  )
  fact('dingtalk.message.limit.action_card.btn_json_list', (bench) =>
    expectLength(bench, (long) => ({ ...multi, btn_json_list: buttonsOfLength(long.length) })),
  )

  fact('dingtalk.message.behaviour.action_card.single-pair', async (bench) => {
    await expectNeeded(bench, single, ['single_title', 'single_url'])
  })

  fact('dingtalk.message.behaviour.action_card.btn-pair', async (bench) => {
    await expectNeeded(bench, multi, ['btn_orientation', 'btn_json_list'])
    const dingtalk = new DingTalkCaller(bench)
    for (const btn_orientation of ['0', '1']) {
      expectAccepted(
        await dingtalk.send({ msgtype: 'action_card', action_card: { ...multi, btn_orientation } }),
      )
    }
    expectRefused(
      await dingtalk.send({ msgtype: 'action_card', action_card: { ...multi, btn_orientation: '2' } }),
    )
  })

  for (const name of ['slide', 'workbench', 'mini-program']) {
    fact(`dingtalk.message.example.link.${name}`, async (bench) => {
      const dingtalk = new DingTalkCaller(bench)
      const message_url = bench.request
        .replace('<urlencoded>', 'https%3A%2F%2Fexample.com')
        .replace('true|false', 'true')

      expectAccepted(await dingtalk.send({ msgtype: 'oa', oa: { ...oa, message_url } }))
      expect(shownOa(dingtalk).message_url).toBe(message_url)
    })
  }
})

/** A field of exactly the figure's characters passes; one more is refused with 34016. */
async function expectLength(bench: Bench, cardWith: (long: string) => object): Promise<void> {
  const dingtalk = new DingTalkCaller(bench)
  const send = (length: number) =>
    dingtalk.send({ msgtype: 'action_card', action_card: cardWith('x'.repeat(length)) })

  expectAccepted(await send(bench.figure))
  expect(codeOf(await send(bench.figure + 1))).toBe(34016)
}

/** Two buttons whose JSON has exactly so many characters. */
function buttonsOfLength(characters: number): object[] {
  const [first, second] = [
    { title: 'a', action_url: URL_20 },
    { title: 'b', action_url: URL_20 },
  ]
  const missing = characters - JSON.stringify([first, second]).length
  const half = Math.floor(missing / 2)
  return [
    { ...first, action_url: URL_20 + 'x'.repeat(half) },
    { ...second, action_url: URL_20 + 'x'.repeat(missing - half) },
  ]
}

async function expectNeeded(bench: Bench, card: object, fields: string[]): Promise<void> {
  const dingtalk = new DingTalkCaller(bench)
  expectAccepted(await dingtalk.send({ msgtype: 'action_card', action_card: card }))
  for (const field of fields) {
    expectRefused(
      await dingtalk.send({ msgtype: 'action_card', action_card: { ...card, [field]: undefined } }),
    )
  }
}

function shownOa(dingtalk: DingTalkCaller): Record<string, unknown> {
  const message = present(dingtalk.phone().at(-1)).message
  if (isObject(message) && isObject(message.oa)) return message.oa
  throw new Error('No oa message')
}
