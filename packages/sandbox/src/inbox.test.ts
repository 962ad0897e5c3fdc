import { expect, test } from 'vitest'
import { Inboxes } from './inbox.ts'

function deliver(inboxes: Inboxes, receipt: string, userid = 'zhangsan') {
  return inboxes.deliver({ platform: 'wecom', userid, app: 'hr', receipt, message: {} })
}

test('a recall marks every copy of its receipt and no other message', () => {
  const inboxes = new Inboxes({ clock: { now: () => 7 } })
  deliver(inboxes, 'a')
  deliver(inboxes, 'a', 'lisi')
  deliver(inboxes, 'b')

  inboxes.recall('wecom', 'a')
  inboxes.recall('dingtalk', 'b')

  expect(inboxes.of('wecom', 'zhangsan')).toMatchObject([
    { receipt: 'a', recalledAt: 7 },
    { receipt: 'b', recalledAt: null },
  ])
  expect(inboxes.of('wecom', 'lisi')).toMatchObject([{ recalledAt: 7 }])
})

test('a phone keeps its newest 500 messages', () => {
  const inboxes = new Inboxes({ clock: { now: () => 7 } })
  for (let message = 0; message < 501; message++) deliver(inboxes, String(message))

  const receipts = inboxes.of('wecom', 'zhangsan').map(({ receipt }) => receipt)

  expect(receipts).toHaveLength(500)
  expect(receipts[0]).toBe('1')
})

test('reading twice keeps the first instant', () => {
  let now = 1
  const inboxes = new Inboxes({ clock: { now: () => now } })
  const { id } = deliver(inboxes, 'a')

  inboxes.markRead('wecom', 'zhangsan', id)
  now = 2

  expect(inboxes.markRead('wecom', 'zhangsan', id)).toMatchObject({ readAt: 1 })
})
