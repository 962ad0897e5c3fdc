import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import type { Prove } from './prove.ts'
import { elementOf, lastXml, listenAt } from './wecom-callback.ts'
import { WecomCaller } from './wecom-caller.ts'
import { type FileKind, mediaIdOf } from './wecom-files.ts'

const HAN = '汉'
const mpnewsArticle = { title: 't', author: 'a', content: 'c', digest: 'd', content_source_url: 'https://x' }

/** Types of application messages that need an upload, a mini program or a callback. */
export function proveUploads(fact: Prove): void {
  for (const kind of ['image', 'voice', 'video', 'file'] satisfies FileKind[]) {
    fact(`wecom.message.type.${kind}`, async (bench) => {
      const body = JSON.parse(bench.body.replace('…', await mediaIdOf(bench, kind)))

      expect(await sent(bench, kind, body)).toMatchObject({ errcode: 0 })
      expect(new WecomCaller(bench).shown()).toMatchObject({ media_id: body.media_id })
      expect(await sent(bench, kind, {})).toMatchObject({ errcode: 41006 })
    })
  }

  for (const field of ['title', 'description']) {
    fact(`wecom.message.limit.video.${field}`, async (bench) => {
      const media_id = await mediaIdOf(bench, 'video')
      await sent(bench, 'video', { media_id, [field]: HAN.repeat(bench.figure) })

      expectCut(bench, new WecomCaller(bench).shown()[field])
    })
  }

  fact('wecom.message.behaviour.file-safe', async (bench) => {
    const named = (name: string) => mediaIdOf(bench, 'file', name)
    const safe = async (name: string) =>
      (await sent(bench, 'file', { media_id: await named(name) }, { safe: 1 })).errcode
    const listed = present(/only be (.*)$/.exec(bench.fact.title)?.[1]).split(' ')

    for (const extension of listed) expect(await safe(`a.${extension}`)).toBe(0)
    expect(await safe('a.zip')).toBe(bench.set === 'documented' ? 40004 : 0)
  })

  fact('wecom.message.type.mpnews', async (bench) => {
    await sendMpnews(bench, [mpnewsArticle])

    for (const name of namesIn(bench.body))
      expect(JSON.stringify(new WecomCaller(bench).shown())).toContain(`"${name}":`)
  })

  fact('wecom.message.limit.mpnews.articles', async (bench) => {
    const counts = [bench.figure, bench.figure + 1].map((count) =>
      sendMpnews(bench, Array(count).fill(mpnewsArticle)),
    )

    expect(await Promise.all(counts)).toEqual([0, 45008])
  })

  fact.open('wecom.overlongMpnewsTitle', 'wecom.message.limit.mpnews.title', {
    45002: async (bench) => {
      const lengths = [bench.figure, bench.figure + 1]
      const codes = lengths.map((length) =>
        sendMpnews(bench, [{ ...mpnewsArticle, title: 'x'.repeat(length) }]),
      )

      expect(await Promise.all(codes)).toEqual([0, 45002])
    },
    truncated: async (bench) => {
      await sendMpnews(bench, [{ ...mpnewsArticle, title: HAN.repeat(bench.figure) }])

      expectCut(bench, firstArticle(bench).title)
    },
  })

  fact('wecom.message.limit.mpnews.author', async (bench) => {
    const lengths = [bench.figure, bench.figure + 1]
    const codes = lengths.map((length) =>
      sendMpnews(bench, [{ ...mpnewsArticle, author: 'x'.repeat(length) }]),
    )

    expect(await Promise.all(codes)).toEqual([0, 45032])
  })

  fact('wecom.message.limit.mpnews.content', async (bench) => {
    const lengths = [bench.figure * 1024, bench.figure * 1024 + 1]
    const codes = lengths.map((length) =>
      sendMpnews(bench, [{ ...mpnewsArticle, content: 'x'.repeat(length) }]),
    )

    expect(await Promise.all(codes)).toEqual([0, 45002])
  })

  fact('wecom.message.limit.mpnews.digest', async (bench) => {
    await sendMpnews(bench, [{ ...mpnewsArticle, digest: HAN.repeat(bench.figure) }])

    expectCut(bench, firstArticle(bench).digest)
  })

  proveMiniprogram(fact)
  proveCards(fact)
}

function proveMiniprogram(fact: Prove): void {
  fact('wecom.message.type.miniprogram_notice', async (bench) => {
    expect(await notice(bench, {})).toBe(0)

    for (const name of namesIn(bench.body))
      expect(JSON.stringify(new WecomCaller(bench).shown())).toContain(`"${name}":`)
  })

  const lengths: Readonly<Record<string, { change: (length: number) => object; code: number }>> = {
    page: { change: (length) => ({ page: 'p'.repeat(length) }), code: 90204 },
    title: { change: (length) => ({ title: HAN.repeat(length) }), code: 40035 },
    description: { change: (length) => ({ description: HAN.repeat(length) }), code: 40035 },
    content_item: {
      change: (count) => ({ content_item: Array(count).fill({ key: 'k', value: 'v' }) }),
      code: 90201,
    },
    key: { change: (length) => ({ content_item: [{ key: HAN.repeat(length), value: 'v' }] }), code: 90202 },
    value: { change: (length) => ({ content_item: [{ key: 'k', value: HAN.repeat(length) }] }), code: 90203 },
  }
  for (const [field, { change, code }] of Object.entries(lengths)) {
    fact(`wecom.message.limit.miniprogram_notice.${field}`, async (bench) => {
      const codes = [await notice(bench, change(bench.figure)), await notice(bench, change(bench.figure + 1))]

      expect(codes).toEqual([0, code])
    })
  }
}

const card = {
  card_type: 'button_interaction',
  main_title: { title: '审批' },
  card_action: { type: 1, url: 'https://x' },
  button_list: [{ text: '同意', key: 'ok' }],
}
const taskcard = {
  title: 't',
  description: 'd',
  task_id: 'task.1',
  btn: [{ key: 'ok', name: '同意', replace_name: '已同意', color: 'red', is_bold: true }],
}

function proveCards(fact: Prove): void {
  fact('wecom.message.type.template_card', async (bench) => {
    const address = await listenAt(bench)
    const body = { ...JSON.parse(bench.body), ...card, task_id: 't1' }

    expect(await sent(bench, 'template_card', body)).toMatchObject({ errcode: 0 })
    await press(bench)
    expect(elementOf(lastXml(address), 'EventKey')).toBe('ok')
  })

  fact('wecom.message.type.taskcard', async (bench) => {
    await listenAt(bench)
    expect(await sent(bench, 'taskcard', { ...taskcard, url: 'https://x' })).toMatchObject({ errcode: 0 })

    for (const name of namesIn(bench.body))
      expect(JSON.stringify(new WecomCaller(bench).shown())).toContain(`"${name}":`)
  })

  const button = taskcard.btn[0]
  const lengths: Readonly<Record<string, (length: number) => object>> = {
    title: (length) => ({ title: 'x'.repeat(length) }),
    description: (length) => ({ description: 'x'.repeat(length) }),
    url: (length) => ({ url: 'https://x/'.padEnd(length, 'a') }),
    task_id: (length) => ({ task_id: 't'.repeat(length) }),
    btn: (count) => ({ btn: Array.from({ length: count }, (_, key) => ({ ...button, key: `${key}` })) }),
    'btn.key': (length) => ({ btn: [{ ...button, key: 'k'.repeat(length) }] }),
  }
  for (const [field, change] of Object.entries(lengths)) {
    fact(`wecom.message.limit.taskcard.${field}`, async (bench) => {
      await listenAt(bench)
      const full = await sent(bench, 'taskcard', { ...taskcard, ...change(bench.figure) })
      const over = await sent(bench, 'taskcard', {
        ...taskcard,
        task_id: 'task.2',
        ...change(bench.figure + 1),
      })

      expect(full.errcode).toBe(0)
      expect(over.errcode).not.toBe(0)
    })
  }
}

/** The first active member taps the card. */
async function press(bench: Bench, key = 'ok') {
  const wecom = new WecomCaller(bench)
  const copy = present(wecom.phone().at(-1))
  return bench.control.press('wecom', present(wecom.userids()[0]), copy.id, { key })
}

async function sent(bench: Bench, msgtype: string, body: object, more: object = {}) {
  return (await new WecomCaller(bench).send({ msgtype, [msgtype]: body, ...more })).json
}

async function sendMpnews(bench: Bench, articles: readonly object[]): Promise<unknown> {
  const thumb_media_id = await mediaIdOf(bench, 'image')
  return (await sent(bench, 'mpnews', { articles: articles.map((one) => ({ thumb_media_id, ...one })) }))
    .errcode
}

function firstArticle(bench: Bench): Record<string, unknown> {
  const { articles } = new WecomCaller(bench).shown()
  return Array.isArray(articles) ? articles[0] : {}
}

/** A notice of the app that belongs to a mini program. */
export async function notice(bench: Bench, change: object, app = 'canteen'): Promise<unknown> {
  const wecom = new WecomCaller(bench)
  const miniprogram_notice = {
    appid: bench.control.company().wecom.miniprograms[0],
    page: 'pages/index',
    title: '会议室预订',
    description: '四月二十七',
    emphasis_first_item: true,
    content_item: [{ key: 'k', value: 'v' }],
    ...change,
  }
  const message = {
    touser: wecom.userids()[0],
    agentid: wecom.app(app).agentid,
    msgtype: 'miniprogram_notice',
  }
  return (await wecom.post('message/send', { ...message, miniprogram_notice }, app)).json.errcode
}

function expectCut({ figure }: Bench, shown: unknown): void {
  expect(shown).toBe(HAN.repeat(Math.floor(figure / Buffer.byteLength(HAN))))
}

function namesIn(body: string): string[] {
  return [...body.matchAll(/"(\w+)"/g)].map(([, name]) => name ?? '')
}
