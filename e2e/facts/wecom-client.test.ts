import { describe, expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../setup/failure-of.ts'
import { startPlatform } from '../setup/literal-platform.ts'
import { type Fact, type FactKind, loadFacts } from './facts.ts'
import { endpointCalls, exampleCalls, limitCalls, openClients, sendType } from './wecom-client.ts'

const facts = loadFacts('wecom')
const TOKEN = { errcode: 0, errmsg: 'ok', access_token: 'token', expires_in: 7200 }
/** Holds what any endpoint needs to answer. */
const ANSWER = {
  ...TOKEN,
  userid: 'zhangsan',
  userlist: [],
  taglist: [],
  dept_user: [],
  department_id: [],
  msgid: 'm',
  media_id: 'm',
  type: 'file',
  created_at: '1380000000',
  url: 'http://p.qpic.cn/x',
  chatid: 'c',
  chat_info: { chatid: 'c', name: 'x', owner: 'a', userlist: ['a', 'b'], chat_type: 0 },
  statistics: [],
}
/** media/get alone answers bytes. */
const FILE = { status: 200, text: 'bytes', headers: { 'content-type': 'application/octet-stream' } }

async function clientsOf(answer: object | string) {
  const response = typeof answer === 'string' ? { status: 200, text: answer } : answer
  const platform = await startPlatform(({ path }) => (path === '/cgi-bin/gettoken' ? TOKEN : response))
  const clients = openClients(platform.url)
  onTestFinished(async () => void (await clients.close()))
  return { platform, clients }
}

const rowsOf = <Kind extends FactKind>(kind: Kind): Fact<Kind>[] =>
  facts.filter((fact): fact is Fact<Kind> => fact.kind === kind)
const rowOf = <Kind extends FactKind>(kind: Kind, id: string): Fact<Kind> => {
  const row = rowsOf(kind).find((fact) => fact.id === id)
  if (!row) throw new Error(`There is no ${kind} ${id}.`)
  return row
}

describe('the WeCom client', () => {
  test('has a call for every documented path', () => {
    expect(Object.keys(endpointCalls).sort()).toEqual(
      rowsOf('endpoint')
        .map(({ id }) => id)
        .sort(),
    )
  })

  test.each(Object.entries(endpointCalls))(
    '%s goes out by the documented method and path',
    async (id, call) => {
      const { method, path } = rowOf('endpoint', id).literal
      const department = id.endsWith('department-get') ? { id: 2 } : []
      const isFile = id === 'wecom.media.endpoint.get'
      const { platform, clients } = await clientsOf(isFile ? FILE : { ...ANSWER, department })

      await call(clients)

      expect(platform.last(path).method).toBe(method)
    },
  )

  test.each(rowsOf('message_type'))('$id can be sent', async ({ id, literal: { msgtype, body } }) => {
    const { platform, clients } = await clientsOf(ANSWER)

    await sendType(id, msgtype, body)(clients)

    const sent = JSON.parse(platform.requests.at(-1)?.body ?? '{}')
    expect(sent).toMatchObject({ msgtype, [msgtype]: expect.any(Object) })
    if (id.startsWith('wecom.card.')) expect(sent.template_card).toMatchObject(JSON.parse(body))
  })

  test.each(Object.entries(limitCalls))('%s is kept before the call', async (id, callOf) => {
    const limit = Number(rowOf('limit', id).literal.value)
    const { platform, clients } = await clientsOf(ANSWER)

    expect(await failureOf(callOf(limit + 1)(clients))).toMatchObject({ kind: 'invalid' })
    expect(platform.requests).toEqual([])
    await callOf(limit)(clients)
  })

  test.each(Object.entries(exampleCalls))(
    '%s is written and read as printed',
    async (id, { call, gives }) => {
      const { request, response } = rowOf('example', id).literal
      const { platform, clients } = await clientsOf(response ?? ANSWER)

      const given = await call(clients)

      if (request !== undefined) expect(platform.requests.at(-1)?.body).toBe(request)
      if (gives !== undefined)
        expect(given).toEqual(
          typeof gives === 'object' && !Array.isArray(gives) ? expect.objectContaining(gives) : gives,
        )
    },
  )

  test.each(rowsOf('code').filter(({ literal }) => literal.code !== 0))(
    '$id has a remedy of its own, in both languages',
    async ({ literal: { code, text } }) => {
      const { clients } = await clientsOf({ errcode: code, errmsg: text })

      const failure = await failureOf(clients.wecom.call('GET', '/cgi-bin/user/get?userid=a'))

      expect(failure.code).toBe(String(code))
      expect(failure.remedy.en).not.toContain('devtool/query')
      expect(failure.remedy.zh).not.toContain('devtool/query')
    },
  )
})
