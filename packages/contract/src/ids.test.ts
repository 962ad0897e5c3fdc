import { expect, it } from 'vitest'
import { DeliveryId, deliveryId, MessageId, Name, parseDeliveryId, timeOfMessageId } from './ids.ts'

const MESSAGE = '0195f3a0-1b2c-7000-8000-000000000001'

it('a delivery id names its message and its number', () => {
  expect(deliveryId(MESSAGE, 12)).toBe(`${MESSAGE}.12`)
  expect(parseDeliveryId(`${MESSAGE}.12`)).toEqual({ message: MESSAGE, index: 12 })
})

it.each([MESSAGE, `${MESSAGE}.0`, `${MESSAGE}.01`, `${MESSAGE}.x`, `${MESSAGE}.1.1`, '.1', ''])(
  '“%s” is no delivery id',
  (text) => {
    expect(parseDeliveryId(text)).toBeUndefined()
    expect(DeliveryId.safeParse(text).success).toBe(false)
  },
)

it('a message id is a UUID of version 7 and carries its time', () => {
  expect(MessageId.safeParse(MESSAGE).success).toBe(true)
  expect(MessageId.safeParse(MESSAGE.toUpperCase()).success).toBe(false)
  expect(MessageId.safeParse('0195f3a0-1b2c-4000-8000-000000000001').success).toBe(false)
  expect(timeOfMessageId(MESSAGE)).toBe(0x0195f3a01b2c)
})

it.each(['a', 'hr-ding', '0', 'a'.repeat(63)])('“%s” is a name', (text) => {
  expect(Name.safeParse(text).success).toBe(true)
})

it.each(['', '-a', 'A', 'a_b', 'a b', '张', 'a'.repeat(64)])('“%s” is no name', (text) => {
  expect(Name.safeParse(text).success).toBe(false)
})
