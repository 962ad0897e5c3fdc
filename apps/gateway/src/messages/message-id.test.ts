import { MessageId, timeOfMessageId } from '@hongyan/contract'
import { expect, test } from 'vitest'
import { newMessageId } from './message-id.ts'

test('an id is a UUIDv7 that tells when its message was accepted', () => {
  const now = Date.parse('2026-03-04T10:00:00.123+08:00')

  const id = newMessageId(now)

  expect(MessageId.safeParse(id).success).toBe(true)
  expect(timeOfMessageId(id)).toBe(now)
})

test('two messages of one millisecond have two ids', () => {
  expect(newMessageId(0)).not.toBe(newMessageId(0))
})
