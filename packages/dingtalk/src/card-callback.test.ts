import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import type { CallbackRequest } from './callback.ts'
import { createCardCallbackReceiver } from './card-callback.ts'

const apiSecret = 'api-secret-canary'
const clock = fakeClock()
const PRESSED = {
  type: 'actionCallback',
  outTrackId: 'leave-8812',
  corpId: 'ding1',
  userId: 'zhangsan',
  content: '{"cardPrivateData":{"actionIds":["agree"],"params":{"days":"2"}}}',
}

function posted(body: string, timestamp = String(clock.now()), secret = apiSecret): CallbackRequest {
  const signature = createHmac('sha256', secret).update(timestamp).digest('base64')
  return { headers: { 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': signature }, body }
}

const receive = (request: CallbackRequest) =>
  createCardCallbackReceiver({ apiSecret, clock }).receive(request)

describe('a pressed button', () => {
  it('is read with card, person, action and what it sends along', () => {
    expect(receive(posted(JSON.stringify(PRESSED)))).toEqual({
      accepted: true,
      callback: {
        outTrackId: 'leave-8812',
        corpId: 'ding1',
        userId: 'zhangsan',
        actionIds: ['agree'],
        params: { days: '2' },
        data: PRESSED,
      },
    })
  })

  it.each(['', '{"cardPrivateData":', '[]'])(
    'whose content is %j has no action, and is no fault',
    (content) => {
      expect(receive(posted(JSON.stringify({ ...PRESSED, content })))).toMatchObject({
        accepted: true,
        callback: { actionIds: [], params: {} },
      })
    },
  )

  it.each<[string, CallbackRequest, string]>([
    ['no headers', { body: JSON.stringify(PRESSED) }, 'form'],
    ['another secret', posted(JSON.stringify(PRESSED), undefined, 'guessed'), 'signature'],
    ['a timestamp over an hour old', posted('{}', String(clock.now() - 3_600_001)), 'timestamp'],
    ['truncated JSON', posted('{"outTrackId":"a"'), 'form'],
    ['no card', posted('{}'), 'form'],
  ])('is refused with %s', (_, request, reason) => {
    expect(receive(request)).toMatchObject({ accepted: false, reason })
  })

  it('needs the secret', () => {
    expect(() => createCardCallbackReceiver({ apiSecret: '' })).toThrow(
      expect.objectContaining({ field: 'apiSecret' }),
    )
  })
})
