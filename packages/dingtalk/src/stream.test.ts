import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { type ServedSocket, serveWebSocket } from '../../../e2e/setup/literal-web-socket.ts'
import { signal } from '../../../e2e/setup/signal.ts'
import { createDingTalkStream, type DingTalkStreamOptions } from './stream.ts'
import { growingPauseMs } from './stream-keeper.ts'
import { APP_KEY, APP_SECRET } from './test-kit.ts'

const OPEN = '/v1.0/gateway/connections/open'
const TICKET = '7724109a-canary'

/** A platform that sends to a socket server of the test's own, and a stream that goes there. */
async function startStream(options: Partial<DingTalkStreamOptions>) {
  const server = await serveWebSocket()
  const platform = await startPlatform(() => ({ endpoint: `${server.url}/connect`, ticket: TICKET }))
  const stream = streamOf(platform, options)
  return { server, platform, stream, socket: await server.accepted() }
}

function streamOf(platform: { readonly url: string }, options: Partial<DingTalkStreamOptions>) {
  const stream = createDingTalkStream({
    appKey: APP_KEY,
    appSecret: APP_SECRET,
    baseUrl: platform.url,
    egress: { proxy: false },
    pauseMs: () => 0,
    ...options,
  })
  onTestFinished(() => stream.close())
  return stream
}

const frame = (type: string, headers: object, data: unknown) =>
  JSON.stringify({
    specVersion: '1.0',
    type,
    headers: { messageId: 'm-1', contentType: 'application/json', time: '1700000000000', ...headers },
    data: typeof data === 'string' ? data : JSON.stringify(data),
  })
const event = (data: unknown) =>
  frame(
    'EVENT',
    {
      ...{ topic: '*', eventType: 'user_add_org', eventId: 'e-1', eventCorpId: 'ding1' },
      ...{ eventBornTime: '1699999999000', eventUnifiedAppId: 'app-1' },
    },
    data,
  )
const callback = (topic: string, data: unknown) =>
  frame('CALLBACK', { topic, appId: 'a', connectionId: 'c' }, data)
const ping = frame('SYSTEM', { topic: 'ping' }, { opaque: '0d75f6c2' })
const disconnect = frame('SYSTEM', { topic: 'disconnect' }, { reason: 'connection is expired' })
const ROBOT_MESSAGES = '/v1.0/im/bot/messages/get'
const CARD_CALLBACKS = '/v1.0/card/instances/callback'

async function answerTo(socket: ServedSocket, sent: string) {
  socket.send(sent)
  const { data, ...answer } = JSON.parse(await socket.next())
  return { ...answer, data: JSON.parse(data) }
}

const OK = { code: 200, message: 'OK', headers: { messageId: 'm-1', contentType: 'application/json' } }

describe('a stream', () => {
  it('asks for what it has handlers for, and goes where it is told with the ticket', async () => {
    const { platform, socket, stream } = await startStream({ onEvent: () => {}, onRobotMessage: () => {} })

    await stream.connected

    expect(platform.last(OPEN).headers.accept).toBe('application/json')
    expect(JSON.parse(platform.last(OPEN).body)).toEqual({
      clientId: APP_KEY,
      clientSecret: APP_SECRET,
      subscriptions: [
        { type: 'EVENT', topic: '*' },
        { type: 'CALLBACK', topic: ROBOT_MESSAGES },
      ],
      ua: expect.stringMatching(/^hongyan/),
    })
    expect(socket.url).toBe(`/connect?ticket=${TICKET}`)
  })

  it('leaves neither secret nor ticket in the record of its call', async () => {
    const shown: string[] = []
    const { stream } = await startStream({
      onEvent: () => {},
      hooks: {
        onCall: (record) => shown.push(inspect(record), `${record.requestBody()} ${record.answerBody()}`),
      },
    })

    await stream.connected

    expect(shown.join()).toContain('connections/open')
    expect(shown.join()).not.toContain(APP_SECRET)
    expect(shown.join()).not.toContain(TICKET)
  })

  it('goes on if whoever watches it throws', async () => {
    const { socket } = await startStream({
      onEvent: () => Promise.reject(new Error('a')),
      onConnected: () => {
        throw new Error('b')
      },
      onProblem: () => {
        throw new Error('c')
      },
    })

    expect(await answerTo(socket, event({}))).toMatchObject({ data: { status: 'LATER' } })
    expect(await answerTo(socket, ping)).toMatchObject({ data: { opaque: '0d75f6c2' } })
  })

  it('answers a ping with what stands in it', async () => {
    const { socket } = await startStream({ onEvent: () => {} })

    expect(await answerTo(socket, ping)).toEqual({ ...OK, data: { opaque: '0d75f6c2' } })
  })

  it('hands out an event and says so once the handler is done', async () => {
    const seen = signal<unknown>()
    const stored = signal()
    const { socket } = await startStream({
      onEvent: (each) => {
        seen.fire(each)
        return stored.fired
      },
    })

    socket.send(event({ userId: ['zhangsan'] }))
    expect(await seen.fired).toEqual({
      eventType: 'user_add_org',
      eventId: 'e-1',
      corpId: 'ding1',
      eventTime: 1699999999000,
      data: { userId: ['zhangsan'] },
    })
    // The ping behind it is answered first: the event waits for its handler.
    expect(await answerTo(socket, ping)).toMatchObject({ data: { opaque: '0d75f6c2' } })
    stored.fire()

    expect(JSON.parse(JSON.parse(await socket.next()).data)).toEqual({
      status: 'SUCCESS',
      message: 'success',
    })
  })

  it('asks for an event again whose handler threw, and tells why only here', async () => {
    const problem = signal<unknown>()
    const { socket } = await startStream({
      onEvent: () => Promise.reject(new Error('disk full')),
      onProblem: problem.fire,
    })

    const answer = await answerTo(socket, event({}))

    expect(answer).toMatchObject({ code: 200, data: { status: 'LATER' } })
    expect(JSON.stringify(answer)).not.toContain('disk full')
    expect(await problem.fired).toMatchObject({ message: 'disk full' })
  })

  it('hands out a robot message', async () => {
    const seen = signal<unknown>()
    const { socket } = await startStream({ onRobotMessage: seen.fire })

    const answer = await answerTo(
      socket,
      callback(ROBOT_MESSAGES, { msgId: 'msg-1', text: { content: '同意' } }),
    )

    expect(answer).toEqual({ ...OK, data: { response: null } })
    expect(await seen.fired).toMatchObject({ msgId: 'msg-1', text: '同意' })
  })

  it('hands out a pressed button, and what the handler returns changes the card', async () => {
    const reply = { cardData: { cardParamMap: { status: '已同意' } } }
    const { socket } = await startStream({
      onCardCallback: ({ actionIds }) => (actionIds[0] === 'agree' ? reply : undefined),
    })
    const pressed = (action: string) =>
      callback(CARD_CALLBACKS, {
        outTrackId: 'o',
        content: `{"cardPrivateData":{"actionIds":["${action}"]}}`,
      })

    expect(await answerTo(socket, pressed('agree'))).toEqual({ ...OK, data: { response: reply } })
    expect(await answerTo(socket, pressed('look'))).toEqual({ ...OK, data: { response: null } })
  })

  it.each<[string, string, number]>([
    ['a topic nobody asked for', callback('/v1.0/other', {}), 404],
    ['a robot message, for which there is no handler', callback(ROBOT_MESSAGES, { msgId: 'm' }), 404],
    ['a button without card', callback(CARD_CALLBACKS, {}), 500],
    ['a button whose data is no JSON', callback(CARD_CALLBACKS, '{"outTrackId":'), 500],
    ['an event without type', frame('EVENT', { topic: '*' }, {}), 500],
  ])('answers %s as not handled', async (_, sent, code) => {
    const { socket } = await startStream({ onEvent: () => {}, onCardCallback: () => undefined })

    expect(await answerTo(socket, sent)).toMatchObject({ code, headers: { messageId: 'm-1' } })
  })

  it('passes over what is no frame, and what wants no answer', async () => {
    const { socket } = await startStream({ onEvent: () => {} })

    for (const sent of [
      '',
      'null',
      '{"type":"EVENT"}',
      frame('OTHER', {}, {}),
      frame('SYSTEM', { topic: 'CONNECTED' }, {}),
    ]) {
      socket.send(sent)
    }

    expect(await answerTo(socket, ping)).toMatchObject({ data: { opaque: '0d75f6c2' } })
  })
})

describe('a connection that ends', () => {
  it('by announcement is replaced at once, and what the old one still brings is handed out', async () => {
    const pauses: number[] = []
    const seen = signal<unknown>()
    const { server, socket, platform } = await startStream({
      onRobotMessage: seen.fire,
      pauseMs: (tries) => pauses.push(tries) * 0,
    })

    socket.send(disconnect)
    const next = await server.accepted()
    const answer = await answerTo(socket, callback(ROBOT_MESSAGES, { msgId: 'late' }))

    expect(answer.code).toBe(200)
    expect(await seen.fired).toMatchObject({ msgId: 'late' })
    expect(await answerTo(next, ping)).toMatchObject({ data: { opaque: '0d75f6c2' } })
    expect(pauses).toEqual([])
    expect(platform.asked(OPEN)).toBe(2)
  })

  it('without a word is replaced after a pause, which grows while nothing comes and begins anew once something did', async () => {
    const pauses: number[] = []
    const { server, socket } = await startStream({
      onEvent: () => {},
      pauseMs: (tries) => pauses.push(tries) * 0,
    })

    socket.drop()
    ;(await server.accepted()).drop()
    const third = await server.accepted()
    await answerTo(third, ping)
    third.drop()
    await answerTo(await server.accepted(), ping)

    expect(pauses).toEqual([1, 2, 1])
  })

  it('is asked for anew until the platform can give one, and each failure is told without a secret', async () => {
    const problems: unknown[] = []
    const server = await serveWebSocket()
    const platform = await startPlatform(() =>
      platform.asked(OPEN) < 3
        ? { status: 500, text: `{"code":"system.error","message":"${APP_SECRET}","requestid":"R"}` }
        : { endpoint: server.url, ticket: TICKET },
    )

    const stream = streamOf(platform, { onEvent: () => {}, onProblem: (problem) => problems.push(problem) })
    await stream.connected

    expect(problems).toMatchObject([{ kind: 'ambiguous' }, { kind: 'ambiguous' }])
    expect(inspect(problems, { depth: 9 })).not.toContain(APP_SECRET)
  })
})

describe('a stream that cannot be', () => {
  it('ends if the platform refuses the app', async () => {
    const platform = await startPlatform(() => ({
      status: 400,
      text: '{"code":"invalidClientIdOrSecret","message":"无效的clientId或者clientSecret","requestid":"R"}',
    }))

    await expect(streamOf(platform, { onEvent: () => {} }).connected).rejects.toMatchObject({
      kind: 'rejected',
      code: 'invalidClientIdOrSecret',
    })
    expect(platform.asked(OPEN)).toBe(1)
  })

  it.each([
    ['no ticket', { endpoint: 'ws://127.0.0.1:1' }],
    ['no endpoint', { ticket: 't' }],
    ['an endpoint that is no socket’s', { endpoint: 'https://a.example', ticket: 't' }],
  ])('goes on asking if the answer has %s', async (_, answer) => {
    const problem = signal<unknown>()
    const platform = await startPlatform(() => answer)

    streamOf(platform, { onEvent: () => {}, onProblem: problem.fire, pauseMs: () => 60_000 })

    expect(await problem.fired).toMatchObject({ kind: 'ambiguous' })
  })

  it.each<[string, object, string]>([
    ['handler', {}, 'onEvent'],
    ['key', { appKey: '', onEvent: () => {} }, 'appKey'],
    ['secret', { appSecret: '', onEvent: () => {} }, 'appSecret'],
  ])('is refused without a %s', (_, part, field) => {
    expect(() => createDingTalkStream({ appKey: 'a', appSecret: 'b', ...part })).toThrow(
      expect.objectContaining({ field }),
    )
  })

  it('once closed hands out nothing more, and its connection ends', async () => {
    const { socket, stream, platform } = await startStream({ onEvent: () => {} })
    await stream.connected

    await stream.close()
    await socket.closed

    expect(platform.asked(OPEN)).toBe(1)
  })

  it('closed while it waits for its next try is closed at once', async () => {
    const problem = signal<unknown>()
    const platform = await startPlatform(() => 'reset')
    const stream = streamOf(platform, {
      onEvent: () => {},
      onProblem: problem.fire,
      pauseMs: () => 3_600_000,
    })

    await problem.fired
    await stream.close()

    await expect(stream.connected).rejects.toThrow('closed')
  })
})

it.each([
  [1, 0, 1_000],
  [1, 1, 1_500],
  [2, 0, 2_000],
  [6, 0, 32_000],
  [7, 0, 60_000],
  [1000, 1, 90_000],
])('the pause before try %i with chance %d is %i ms', (tries, chance, pause) => {
  expect(growingPauseMs(tries, chance)).toBe(pause)
})
