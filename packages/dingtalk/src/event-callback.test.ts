import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import type { CallbackRequest } from './callback.ts'
import { createCallbackCrypto } from './callback-crypto.ts'
import { createEventReceiver } from './event-callback.ts'

const SECRETS = {
  token: '123456',
  encodingAesKey: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
  ownerKey: 'suite4xxxxxxxxxxxxxxx',
}
/** The platform's own sample. */
const SAMPLE = {
  query: {
    signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
    timestamp: '1445827045067',
    nonce: 'nEXhMP4r',
  },
  body: '{"encrypt":"1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ=="}',
}
const crypto = createCallbackCrypto(SECRETS)
const clock = fakeClock()

/** As DingTalk would post it now. */
function posted(text: string, { timestamp = String(clock.now()), sealer = crypto } = {}): CallbackRequest {
  const encrypt = sealer.seal(text)
  const signature = sealer.sign(timestamp, 'nonce-1', encrypt)
  return { query: { signature, timestamp, nonce: 'nonce-1' }, body: JSON.stringify({ encrypt }) }
}

const receive = (request: CallbackRequest) => createEventReceiver({ ...SECRETS, clock }).receive(request)

function accepted(request: CallbackRequest) {
  const received = receive(request)
  if (!received.accepted) throw new Error(`Refused for ${received.reason}.`)
  return received
}

describe('an event that DingTalk posts', () => {
  it('is read from the platform’s own sample, within its hour', () => {
    const receiver = createEventReceiver({ ...SECRETS, clock: fakeClock(1445827045067 + 3_600_000) })

    expect(receiver.receive(SAMPLE)).toMatchObject({
      accepted: true,
      isCheck: true,
      event: { eventType: 'check_create_suite_url', data: { Random: 'LPIdSnlF' } },
    })
  })

  it.each(['signature', 'msg_signature'])('may name its signature %s', (name) => {
    const { query, body } = posted('{"EventType":"check_url"}')

    expect(
      accepted({ query: { ...query, signature: undefined, [name]: query?.signature }, body }),
    ).toMatchObject({
      isCheck: true,
      event: { eventType: 'check_url' },
    })
  })

  it.each([
    [
      'older',
      { EventType: 'user_add_org', TimeStamp: 43535463645, UserId: ['user1'], CorpId: 'ding1' },
      { eventId: undefined, corpId: 'ding1', eventTime: 43535463645 },
    ],
    [
      'newer',
      {
        ...{
          EventType: 'user_add_org',
          EventTime: 1663143335567,
          CorpId: 'ding1',
          BizId: 'biz-1',
          eventId: 'e-1',
        },
        ...{ timeStamp: '1685501863357', userId: ['015xxxx227'] },
      },
      { eventId: 'e-1', corpId: 'ding1', eventTime: 1663143335567 },
    ],
  ])('of the %s form is read with who, when and what', (_, data, expected) => {
    const { event, isCheck } = accepted(posted(JSON.stringify(data)))

    expect(event).toEqual({ eventType: 'user_add_org', ...expected, data })
    expect(isCheck).toBe(false)
  })

  it('is answered with success, sealed and signed for DingTalk', () => {
    const { reply } = accepted(posted('{"EventType":"check_url"}'))

    const { msg_signature, timeStamp, nonce, encrypt } = JSON.parse(reply)
    expect(crypto.open(encrypt)).toEqual({ text: 'success', ownerKey: SECRETS.ownerKey })
    expect(crypto.sign(timeStamp, nonce, encrypt)).toBe(msg_signature)
    expect(timeStamp).toBe(String(clock.now()))
    expect(nonce).toMatch(/^\w{16}$/)
  })

  it('is read from bytes as from text', () => {
    const { query, body } = posted('{"EventType":"中文"}')

    expect(accepted({ query, body: Buffer.from(body) }).event.eventType).toBe('中文')
  })

  it('may be an hour old or ahead, in seconds or milliseconds', () => {
    for (const timestamp of [clock.now() - 3_600_000, clock.now() + 3_600_000, clock.now() / 1000]) {
      expect(receive(posted('{"EventType":"a"}', { timestamp: String(timestamp) })).accepted).toBe(true)
    }
  })

  const good = posted('{"EventType":"user_add_org"}')
  const stranger = createCallbackCrypto({ ...SECRETS, ownerKey: 'dingstranger' })
  const forger = createCallbackCrypto({ ...SECRETS, token: 'guessed' })
  const otherKey = createCallbackCrypto({ ...SECRETS, encodingAesKey: '1'.repeat(43) })

  it.each<[string, CallbackRequest, string, number]>([
    ['no query', { body: good.body }, 'form', 400],
    ['no nonce', { ...good, query: { ...good.query, nonce: undefined } }, 'form', 400],
    ['no body', { ...good, body: '' }, 'form', 400],
    ['truncated JSON', { ...good, body: good.body.slice(0, -1) }, 'form', 400],
    ['JSON that is no object', { ...good, body: '[1]' }, 'form', 400],
    ['an encrypt that is no text', { ...good, body: '{"encrypt":{}}' }, 'form', 400],
    ['another token', posted('{"EventType":"a"}', { sealer: forger }), 'signature', 401],
    [
      'a signature of another length',
      { ...good, query: { ...good.query, signature: 'a' } },
      'signature',
      401,
    ],
    [
      'another nonce than was signed',
      { ...good, query: { ...good.query, nonce: 'nonce-2' } },
      'signature',
      401,
    ],
    ['a body changed on the way', { ...good, body: posted('{"EventType":"b"}').body }, 'signature', 401],
    [
      'a timestamp over an hour old',
      posted('{}', { timestamp: String(clock.now() - 3_600_001) }),
      'timestamp',
      401,
    ],
    [
      'a timestamp over an hour ahead',
      posted('{}', { timestamp: String(clock.now() + 3_600_001) }),
      'timestamp',
      401,
    ],
    ['a timestamp that is none', posted('{}', { timestamp: '9e12' }), 'timestamp', 401],
    ['another key', posted('{"EventType":"a"}', { sealer: otherKey }), 'encryption', 400],
    ['another receiver', posted('{"EventType":"a"}', { sealer: stranger }), 'receiver', 401],
    ['content that is no JSON', posted('success'), 'form', 400],
    ['content without a type', posted('{"__proto__":{"EventType":"a"}}'), 'form', 400],
  ])('is refused with %s', (_, request, reason, status) => {
    expect(receive(request)).toEqual({ accepted: false, reason, status })
  })
})
