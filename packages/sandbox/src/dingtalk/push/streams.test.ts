import { describe, expect, test } from 'vitest'
import { MINUTE_MS, SECOND_MS, startDingTalk } from '../test-kit.ts'
import { openConnection, StreamClient } from '../test-listener.ts'

const ROBOT = '/v1.0/im/bot/messages/get'

describe('POST /v1.0/gateway/connections/open', () => {
  test('answers where to connect, and a ticket that serves once', async () => {
    const dingtalk = await startDingTalk()

    const { status, body } = await openConnection(dingtalk, ['*'])
    const address = `${body.endpoint}?ticket=${body.ticket}`

    expect({ status, endpoint: body.endpoint }).toEqual({
      status: 200,
      endpoint: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/connect$/),
    })
    expect(await handshake(address)).toBe('open')
    expect(await handshake(address)).toBe('refused')
  })

  test('answers XML to who does not ask for JSON', async () => {
    const dingtalk = await startDingTalk()
    const { appKey, appSecret } = dingtalk.app()
    const body = JSON.stringify({ clientId: appKey, clientSecret: appSecret, subscriptions: [] })

    const url = `${dingtalk.url}/v1.0/gateway/connections/open`
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'POST', headers, body })

    expect(await response.text()).toMatch(/<endpoint>ws:.*<ticket>/)
  })

  test('has a ticket for ninety seconds', async () => {
    const dingtalk = await startDingTalk()
    const open = async () => (await openConnection(dingtalk, ['*'])).body

    const late = await open()
    dingtalk.control.advance(90 * SECOND_MS)
    const inTime = await open()
    dingtalk.control.advance(90 * SECOND_MS - 1)

    expect(await handshake(`${late.endpoint}?ticket=${late.ticket}`)).toBe('refused')
    expect(await handshake(`${inTime.endpoint}?ticket=${inTime.ticket}`)).toBe('open')
  })

  test.each([
    [{ clientSecret: 'wrong' }, 'invalidClientIdOrSecret'],
    [{ ua: '' }, 'invalidParameter'],
    [{ subscriptions: [{ type: 'EVENT' }] }, 'invalidParameter'],
    [{ subscriptions: undefined }, 'Missingsubscriptions'],
  ])('refuses %j', async (more, code) => {
    const dingtalk = await startDingTalk()

    expect(await openConnection(dingtalk, ['*'], 'hr', more)).toMatchObject({ status: 400, body: { code } })
  })
})

describe('a Stream connection', () => {
  test('hears what a person writes to the robot', async () => {
    const dingtalk = await startDingTalk()
    const client = await StreamClient.open(dingtalk, [ROBOT])

    const push = await dingtalk.control.write('dingtalk', 'zhangsan', 'hr', '你好')

    expect(push).toMatchObject({ accepted: true, attempts: [{ status: 200, failure: null }] })
    expect(client.frames).toMatchObject([
      {
        type: 'CALLBACK',
        headers: { topic: ROBOT, appId: dingtalk.app().appKey, contentType: 'application/json' },
        data: {
          msgtype: 'text',
          text: { content: '你好' },
          senderStaffId: 'zhangsan',
          conversationType: '1',
        },
      },
    ])
  })

  test('hears events, again and again until it takes them', async () => {
    const dingtalk = await startDingTalk()
    const client = await StreamClient.open(dingtalk, ['*'])
    client.answer = () => ({ status: 'LATER' })

    const push = await dingtalk.control.dingtalk.pushEvent('hr', 'user_add_org', { userId: ['zhangsan'] })
    dingtalk.control.advance(10 * SECOND_MS)
    await client.until(2)
    client.answer = () => ({ status: 'SUCCESS' })
    await tried(dingtalk, 2)
    dingtalk.control.advance(30 * SECOND_MS)
    await client.until(3)
    await tried(dingtalk, 3)

    expect(push.event).toBe('user_add_org')
    expect(dingtalk.control.callbacks()).toMatchObject([
      {
        accepted: true,
        attempts: [{ failure: 'LATER' }, { failure: 'LATER' }, { status: 200, failure: null }],
      },
    ])
    const ids = client.frames.map(({ headers }) => headers.eventId)
    expect(new Set(ids).size).toBe(1)
    expect(client.frames[0]?.headers).toMatchObject({
      eventType: 'user_add_org',
      eventCorpId: dingtalk.corp.corpId,
    })
  })

  test('is pinged, and ended when it does not answer', async () => {
    const dingtalk = await startDingTalk()
    const client = await StreamClient.open(dingtalk, ['*'])
    client.answer = ({ data }) => data
    // Answers arrive in their order: once that of an event is there, that of the ping before it is too.
    const roundTrip = () => dingtalk.control.dingtalk.pushEvent('hr', 'x', {})

    dingtalk.control.advance(MINUTE_MS)
    await roundTrip()
    const other = await StreamClient.open(dingtalk, ['*'], 'ops')
    other.answer = () => undefined
    dingtalk.control.advance(MINUTE_MS)
    await roundTrip()
    await other.until(1)
    dingtalk.control.advance(MINUTE_MS)
    await other.closed

    expect(client.frames[0]).toMatchObject({
      type: 'SYSTEM',
      headers: { topic: 'ping' },
      data: { opaque: expect.any(String) },
    })
    expect(dingtalk.control.dingtalk.streams()).toMatchObject([{ app: 'hr' }])
  })

  test('is asked to come again, takes nothing more, and is ended ten seconds later', async () => {
    const dingtalk = await startDingTalk()
    const client = await StreamClient.open(dingtalk, [ROBOT])

    expect(dingtalk.control.dingtalk.disconnectStreams('hr')).toHaveLength(1)
    await client.until(1)
    await expect(dingtalk.control.write('dingtalk', 'zhangsan', 'hr', 'x')).rejects.toMatchObject({
      field: 'app',
    })
    dingtalk.control.advance(10 * SECOND_MS)
    await client.closed

    expect(client.frames).toMatchObject([
      { headers: { topic: 'disconnect' }, data: { reason: 'connection is expired' } },
    ])
  })

  test('shares the load with the others of its app', async () => {
    const dingtalk = await startDingTalk()
    const clients = [await StreamClient.open(dingtalk, [ROBOT]), await StreamClient.open(dingtalk, [ROBOT])]

    for (const text of ['1', '2', '3', '4']) await dingtalk.control.write('dingtalk', 'zhangsan', 'hr', text)

    expect(clients.map(({ frames }) => frames.length)).toEqual([2, 2])
  })

  test('is ended by a reset', async () => {
    const dingtalk = await startDingTalk()
    const client = await StreamClient.open(dingtalk, ['*'])

    dingtalk.control.reset()

    await client.closed
    expect(dingtalk.control.dingtalk.streams()).toEqual([])
  })
})

function handshake(address: string): Promise<'open' | 'refused'> {
  const socket = new WebSocket(address)
  return new Promise((resolve) => {
    socket.addEventListener('open', () => {
      socket.close()
      resolve('open')
    })
    socket.addEventListener('error', () => resolve('refused'))
  })
}

/** The answer to a frame arrives a moment after the frame was heard. */
async function tried(dingtalk: Awaited<ReturnType<typeof startDingTalk>>, times: number): Promise<void> {
  await expect.poll(() => dingtalk.control.callbacks()[0]?.attempts.length).toBe(times)
}
