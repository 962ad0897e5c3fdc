import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'

const SRC = dirname(fileURLToPath(import.meta.url))
const ROOT = join(SRC, '../../..')

const TO = `touser: ['a']`
const CARD = `title: 't', description: 'd', url: 'https://x'`

/** Each is one message; it must compile or must not. */
const wrong: Record<string, string> = {
  'nobody to send to': `{ msgtype: 'text', text: { content: 'x' } }`,
  'a text of userids instead of a list': `{ touser: 'zhangsan|lisi', msgtype: 'text', text: { content: 'x' } }`,
  'departments beside @all': `{ touser: '@all', toparty: [1], msgtype: 'text', text: { content: 'x' } }`,
  'departments as texts': `{ toparty: ['1'], msgtype: 'text', text: { content: 'x' } }`,
  'no content': `{ ${TO}, msgtype: 'text' }`,
  'another type’s content': `{ ${TO}, msgtype: 'text', markdown: { content: 'x' } }`,
  'two contents': `{ ${TO}, msgtype: 'text', text: { content: 'x' }, markdown: { content: 'x' } }`,
  'a text that is no object': `{ ${TO}, msgtype: 'text', text: 'x' }`,
  'an unknown type': `{ ${TO}, msgtype: 'markdown_v2', markdown_v2: { content: 'x' } }`,
  'a misspelt field': `{ ${TO}, msgtype: 'textcard', textcard: { ${CARD}, btnText: 'x' } }`,
  'a textcard without description': `{ ${TO}, msgtype: 'textcard', textcard: { title: 't', url: 'https://x' } }`,
  'a confidential news message': `{ ${TO}, msgtype: 'news', news: { articles: [] }, safe: 1 }`,
  'safe 2, which only mpnews knows': `{ ${TO}, msgtype: 'text', text: { content: 'x' }, safe: 2 }`,
  'an article that opens nothing': `{ ${TO}, msgtype: 'news', news: { articles: [{ title: 't' }] } }`,
  'an article with half a mini-program': `{ ${TO}, msgtype: 'news', news: { articles: [{ title: 't', appid: 'wx1' }] } }`,
  'a boolean where the platform takes 0 and 1': `{ ${TO}, msgtype: 'text', text: { content: 'x' }, enable_id_trans: true }`,
}
const right: Record<string, string> = {
  'a text to members, departments and tags': `{ ${TO}, toparty: [1], totag: [2], msgtype: 'text', text: { content: 'x' }, safe: 1 }`,
  'a markdown to all': `{ touser: '@all', msgtype: 'markdown', markdown: { content: 'x' } }`,
  'a textcard to a tag': `{ totag: [2], msgtype: 'textcard', textcard: { ${CARD}, btntxt: 'x' }, enable_id_trans: 1 }`,
  'news with both kinds of article': `{ toparty: [1], msgtype: 'news', news: { articles: [{ title: 't', url: 'https://x' }, { title: 't', appid: 'wx1', pagepath: 'p' }] } }`,
}

/** The names of the messages that the compiler refuses. */
const refused = compile({ ...wrong, ...right })

describe('the compiler', () => {
  it.each(Object.keys(wrong))('refuses %s', async (name) => {
    expect(await refused).toContain(name)
  })

  it.each(Object.keys(right))('takes %s', async (name) => {
    expect(await refused).not.toContain(name)
  })

  it('tells a result’s lists from a success', async () => {
    const uses = {
      'a result read as true or false': `'x'; const r = {} as SendResult; const ok: boolean = r`,
      'its completeness': `'x'; const s = {} as SendResult; const all: boolean = s.complete`,
    }
    expect(await compile(uses, 'string')).toEqual(['a result read as true or false'])
  })
})

const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

/** One line per message, so that an error's line names it. */
async function compile(messages: Record<string, string>, type = 'AppMessage'): Promise<string[]> {
  // Beside the sources, so that the package is found by its name; the folder is ignored by git.
  const scratch = join(SRC, '../.hongyan')
  await mkdir(scratch, { recursive: true })
  const folder = await mkdtemp(join(scratch, 'types-'))
  folders.push(folder)
  const lines = Object.values(messages).map(
    (message, index) => `export const m${index}: ${type} = ${message}`,
  )
  await writeFile(
    join(folder, 'messages.ts'),
    [`import type { AppMessage, SendResult } from '@hongyan/wecom'`, ...lines, ''].join('\n'),
  )
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), include: ['*.ts'] }),
  )
  const output = await promisify(execFile)(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    folder,
  ]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
  const refusedLines = [...output.matchAll(/messages\.ts\((\d+),/g)].map(([, line]) => Number(line))
  return Object.keys(messages).filter((_, index) => refusedLines.includes(index + 2))
}
