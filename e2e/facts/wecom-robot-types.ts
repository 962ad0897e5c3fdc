import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import type { Prove } from './prove.ts'
import { WecomCaller } from './wecom-caller.ts'
import { fileOf, uploadToRobot } from './wecom-files.ts'

const HAN = '汉'
const article = { title: 't', description: 'd', url: 'https://x', picurl: 'https://x/1.png' }
const notice = {
  card_type: 'text_notice',
  main_title: { title: 't', desc: 'd' },
  card_action: { type: 1, url: 'https://x' },
}

/** Types of robot messages besides text and markdown. */
export function proveRobotTypes(fact: Prove): void {
  fact('wecom.robot.type.markdown_v2', (bench) => arrives(bench, 'markdown_v2', { content: '| a |\n|--|' }))

  fact('wecom.robot.limit.markdown_v2', async (bench) => {
    const codes = [bench.figure, bench.figure + 1].map((length) =>
      codeOf(bench, 'markdown_v2', { content: 'x'.repeat(length) }),
    )

    expect(await Promise.all(codes)).toEqual([0, 40058])
  })

  fact('wecom.robot.behaviour.markdown_v2-clients', async (bench) => {
    await arrives(bench, 'markdown_v2', { content: '<@zhangsan>' })

    expect(present(groupOf(bench)[0])).toMatchObject({ mentions: { everyone: false, userids: [] } })
  })

  fact('wecom.robot.type.image', async (bench) => {
    expect(await codeOf(bench, 'image', picture(100))).toBe(0)
    expect(await codeOf(bench, 'image', { ...picture(100), md5: 'f'.repeat(32) })).toBe(301019)
    expect(await codeOf(bench, 'image', { media_id: 'x' })).not.toBe(0)
  })

  fact('wecom.robot.limit.image', async (bench) => {
    const most = bench.figure * 1024 * 1024

    expect(await codeOf(bench, 'image', picture(most))).toBe(0)
    expect(await codeOf(bench, 'image', picture(most + 1))).not.toBe(0)
  })

  fact('wecom.robot.type.news', (bench) => arrives(bench, 'news', { articles: [article] }))

  fact('wecom.robot.limit.news', async (bench) => {
    const codes = [bench.figure, bench.figure + 1].map((count) =>
      codeOf(bench, 'news', { articles: Array(count).fill(article) }),
    )

    expect(await Promise.all(codes)).toEqual([0, 40058])
  })

  for (const field of ['title', 'description']) {
    fact(`wecom.robot.limit.news.${field}`, async (bench) => {
      await codeOf(bench, 'news', { articles: [{ ...article, [field]: HAN.repeat(bench.figure) }] })
      const cut = HAN.repeat(Math.floor(bench.figure / Buffer.byteLength(HAN)))

      expect(groupOf(bench)).toMatchObject([{ message: { news: { articles: [{ [field]: cut }] } } }])
    })
  }

  for (const type of ['file', 'voice'] as const) {
    fact(`wecom.robot.type.${type}`, async (bench) => {
      const { media_id } = (await uploadToRobot(bench, type, fileOf(type))).json

      await arrives(bench, type, { media_id })
    })
  }

  fact('wecom.robot.type.template_card', async (bench) => {
    await arrives(bench, 'template_card', { ...JSON.parse(bench.body), ...notice })
    const card_image = { url: 'https://x/1.png' }

    expect(await codeOf(bench, 'template_card', { ...notice, card_type: 'news_notice', card_image })).toBe(0)
    expect(await codeOf(bench, 'template_card', { ...notice, card_type: 'button_interaction' })).toBe(42031)
  })

  for (const [name, change] of Object.entries(advised)) {
    fact(`wecom.robot.limit.template_card.${name}`, async (bench) => {
      const over = change(HAN.repeat(bench.figure + 1))

      expect(await codeOf(bench, 'template_card', over)).toBe(0)
      expect(JSON.stringify(groupOf(bench))).toContain(HAN.repeat(bench.figure + 1))
    })
  }

  for (const [name, [list, entry, code]] of Object.entries(counted)) {
    fact(`wecom.robot.limit.template_card.${name}`, async (bench) => {
      const codes = [bench.figure, bench.figure + 1].map((count) =>
        codeOf(bench, 'template_card', { ...illustrated, [list]: Array(count).fill(entry) }),
      )

      expect(await Promise.all(codes)).toEqual([0, code])
    })
  }
}

const illustrated = { ...notice, card_type: 'news_notice', card_image: { url: 'https://x/1.png' } }

/** Lengths that the page advises; what is longer arrives whole. */
const advised: Readonly<Record<string, (text: string) => object>> = {
  'source.desc': (desc) => ({ ...notice, source: { desc } }),
  'main_title.title': (title) => ({ ...notice, main_title: { title } }),
  'main_title.desc': (desc) => ({ ...notice, main_title: { title: 't', desc } }),
  'emphasis_content.title': (title) => ({ ...notice, emphasis_content: { title } }),
  'emphasis_content.desc': (desc) => ({ ...notice, emphasis_content: { desc } }),
  sub_title_text: (sub_title_text) => ({ ...notice, sub_title_text }),
  keyname: (keyname) => ({ ...notice, horizontal_content_list: [{ keyname }] }),
  value: (value) => ({ ...notice, horizontal_content_list: [{ keyname: 'k', value }] }),
  'jump_list.title': (title) => ({ ...notice, jump_list: [{ title }] }),
  'vertical.title': (title) => ({ ...illustrated, vertical_content_list: [{ title }] }),
  'vertical.desc': (desc) => ({ ...illustrated, vertical_content_list: [{ title: 't', desc }] }),
}

const counted: Readonly<Record<string, readonly [string, object, number]>> = {
  horizontal: ['horizontal_content_list', { keyname: 'k' }, 42035],
  jump_list: ['jump_list', { title: 't' }, 42042],
  vertical: ['vertical_content_list', { title: 't' }, 42036],
}

function picture(bytes: number) {
  const file = fileOf('image', bytes)
  return { base64: file.toString('base64'), md5: createHash('md5').update(file).digest('hex') }
}

async function codeOf(bench: Bench, msgtype: string, body: object): Promise<unknown> {
  return (await new WecomCaller(bench).robot({ msgtype, [msgtype]: body })).json.errcode
}

async function arrives(bench: Bench, msgtype: string, body: object): Promise<void> {
  expect(await codeOf(bench, msgtype, body)).toBe(0)
  expect(present(groupOf(bench).at(-1))).toMatchObject({ message: { msgtype, [msgtype]: body } })
}

function groupOf(bench: Bench): readonly object[] {
  return bench.control.robotGroup('wecom', new WecomCaller(bench).robotName)
}
