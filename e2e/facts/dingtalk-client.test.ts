import {
  checkRobotMessage,
  checkRobotTemplate,
  checkWorkMessage,
  createDingTalk,
  isPlatformCallError,
  NO_REPLY,
  type RobotMessage,
  type WorkMessage,
} from '@hongyan/dingtalk'
import { expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../setup/failure-of.ts'
import { startPlatform } from '../setup/literal-platform.ts'
import { APP, CALLS, NOTICE, robotSend, WITHOUT_CLIENT } from './dingtalk-client.ts'
import { areaOf, type Fact, type FactKind, loadFacts } from './facts.ts'

const facts = loadFacts('dingtalk')

function rowsOf<Kind extends FactKind>(kind: Kind): Fact<Kind>[] {
  const isOfKind = (fact: Fact): fact is Fact<Kind> => fact.kind === kind
  return facts.filter(isOfKind).filter(({ id }) => !(id in WITHOUT_CLIENT))
}

function clientOf(url: string) {
  const dingtalk = createDingTalk({ ...APP, baseUrl: url })
  onTestFinished(() => dingtalk.close())
  return dingtalk
}

const TOKEN = {
  errcode: 0,
  errmsg: 'ok',
  access_token: '96fc7a7axxx',
  accessToken: '96fc7a7axxx',
  expires_in: 7200,
}

test.each(Object.entries(CALLS))('the client reaches %s', async (endpoint, call) => {
  const platform = await startPlatform(() => TOKEN)

  // Answered with nothing but success, most calls miss their content; that they went there is what counts.
  await call(clientOf(platform.url), platform.url).catch((error: unknown) => {
    if (!isPlatformCallError(error)) throw error
  })

  const reached = platform.requests.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)
  expect(reached).toContain(endpoint)
})

test.each(rowsOf('endpoint'))('$id has a call of the client', ({ literal: { method, path } }) => {
  expect(Object.keys(CALLS)).toContain(`${method} ${path}`)
})

test.each(rowsOf('message_type'))(
  '$id is taken by the client as the platform prints it',
  ({ id, literal }) => {
    if (literal.msgtype === 'empty') return expect(NO_REPLY).toBe(literal.body)
    if (literal.msgtype.startsWith('sample')) return expect(templateKeys()).toContain(literal.msgtype)
    const message: unknown = JSON.parse(literal.body)
    // A printed message is of the type it prints; the check reads it as a caller's without types.
    const warnings = id.startsWith('dingtalk.robot.')
      ? checkRobotMessage(message as RobotMessage)
      : checkWorkMessage(message as WorkMessage)

    expect(warnings).toEqual([])
  },
)

test.each(rowsOf('code').filter(isResultCode))(
  '$id in a result has its meaning and remedy',
  async ({ literal }) => {
    const platform = await startPlatform(({ path }) =>
      path === '/gettoken'
        ? TOKEN
        : { errcode: 0, send_result: { forbidden_list: [{ code: literal.code, userid: 'zhangsan' }] } },
    )

    const [forbidden] = (await clientOf(platform.url).work.getSendResult(1)).forbidden_list

    expect(forbidden?.meaning?.zh).toMatch(/\p{Script=Han}/u)
    expect(forbidden?.remedy?.en).toMatch(/\.$/)
  },
)

test.each(rowsOf('code').filter((row) => !isResultCode(row)))(
  '$id is a failure of its family, with the platform’s words and a remedy of its own',
  async (row) => {
    const { code, text } = row.literal
    const onNewHost = typeof code === 'string' || code === 504
    const platform = await startPlatform(({ path }) => {
      if (path === '/gettoken') return { ...TOKEN, access_token: `token-${platform.asked('/gettoken')}` }
      if (code === 504) return { status: 504, text: '' }
      if (!onNewHost) return { errcode: code, errmsg: text }
      return { status: 400, text: JSON.stringify({ code, message: text, requestid: 'R' }) }
    })

    const failure = await failureOf(
      onNewHost
        ? clientOf(platform.url).call('POST', '/v1.0/robot/oToMessages/batchSend', {})
        : areaOf(row).startsWith('dingtalk.robot')
          ? robotSend(platform.url)
          : clientOf(platform.url).work.send(NOTICE),
    )

    expect(failure.kind).toMatch(/^(rejected|throttled|token|ambiguous)$/)
    if (code !== 504)
      expect(failure).toMatchObject({ code: String(code), platformMessage: text || undefined })
    expect(failure.remedy.zh).not.toContain('未收录')
    expect(failure.remedy.en).toMatch(/\.$/)
  },
)

test('no reason is without its row', () => {
  const ids = new Set(facts.map(({ id }) => id))

  expect(Object.keys(WITHOUT_CLIENT).filter((id) => !ids.has(id))).toEqual([])
})

/** Pages print a template's parameters by name only; the client names the keys it knows when it is given another. */
function templateKeys(): string[] {
  try {
    // No template has this key: that is the point.
    checkRobotTemplate({ msgKey: 'none', msgParam: {} } as never)
  } catch (error) {
    if (isPlatformCallError(error)) return error.remedy.en.match(/sample\w+/g) ?? []
  }
  return []
}

function isResultCode({ literal }: Fact<'code'>): boolean {
  return String(literal.code).startsWith('143')
}
