import { describe, expect, it } from 'vitest'
import { refusedStatements } from '../../../e2e/setup/test-project.ts'

const TO = `touser: ['a']`
const CARD = `title: 't', description: 'd', url: 'https://x'`

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
  'half a mini-program': `{ ${TO}, msgtype: 'news', news: { articles: [{ title: 't', appid: 'wx1' }] } }`,
  'true where the platform takes 0 and 1': `{ ${TO}, msgtype: 'text', text: { content: 'x' }, enable_id_trans: true }`,
}

const right: Record<string, string> = {
  'a text to members, departments and tags': `{ ${TO}, toparty: [1], totag: [2], msgtype: 'text', text: { content: 'x' }, safe: 1 }`,
  'a markdown to all': `{ touser: '@all', msgtype: 'markdown', markdown: { content: 'x' } }`,
  'a textcard to a tag': `{ totag: [2], msgtype: 'textcard', textcard: { ${CARD}, btntxt: 'x' }, enable_id_trans: 1 }`,
  'undefined for what may be left out': `{ ${TO}, toparty: undefined, msgtype: 'textcard', textcard: { ${CARD}, btntxt: undefined }, safe: undefined, duplicate_check_interval: undefined }`,
  'news with both kinds of article': `{ toparty: [1], msgtype: 'news', news: { articles: [{ title: 't', url: 'https://x' }, { title: 't', appid: 'wx1', pagepath: 'p' }] } }`,
}

describe('the compiler', () => {
  it('refuses every wrong message and no right one', async () => {
    const header = `import type { AppMessage } from '@hongyan/wecom'`
    const messages = Object.entries({ ...wrong, ...right }).map(([name, message], index) => ({
      name,
      statement: `export const m${index}: AppMessage = ${message}`,
    }))

    const refused = await refusedStatements(
      header,
      messages.map(({ statement }) => statement),
    )

    const named = messages.filter(({ statement }) => refused.includes(statement))
    expect(named.map(({ name }) => name)).toEqual(Object.keys(wrong))
  })

  it('does not let a result pass for yes or no', async () => {
    const header = `import type { SendResult } from '@hongyan/wecom'`
    const careful = `export const reached = (result: SendResult): boolean => result.complete`
    const careless = `export const sent = (result: SendResult): boolean => result`

    expect(await refusedStatements(header, [careful, careless])).toEqual([careless])
  })
})
