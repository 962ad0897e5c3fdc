import { expect, it } from 'vitest'
import { startHttp, TEXT } from './test-kit.ts'

const mobileOf = (n: number) => `mobile:138${String(n).padStart(8, '0')}`
const everybody = Array.from({ length: 100_000 }, (_, n) =>
  n % 2 === 0 ? mobileOf(n) : { to: mobileOf(n), vars: { name: `员工${n}` } },
)

it('100 000 recipients arrive complete, in order and with the hash that a small body would have', async () => {
  const http = await startHttp()
  const small = { ...TEXT, to: everybody.slice(0, 10) }

  expect((await http.send({ ...TEXT, to: everybody })).status).toBe(202)
  await http.send(small)
  await http.send(`${JSON.stringify(small)}${' '.repeat(300 * 1024)}`)

  const [large, plain, padded] = http.accepted
  expect(large?.request.to).toEqual(everybody)
  expect(large?.request).toMatchObject({ lane: 'normal', content: TEXT.content })
  expect(padded).toEqual(plain)
})

it('a wrong one among many is named by its place', async () => {
  const http = await startHttp()

  const problem = await http.problemOf({ ...TEXT, to: [...everybody.slice(0, 50_000), 'mobile:123'] })

  expect(problem).toMatchObject({ code: 'mobile_malformed', field: 'to[50000]', value: 'mobile:123' })
  expect(http.accepted).toEqual([])
})

it('other requests are answered while a large one is parsed', async () => {
  const http = await startHttp()
  const order: string[] = []

  const large = http.send({ ...TEXT, to: everybody }).then(() => order.push('large'))
  await http.send(TEXT).then(() => order.push('small'))
  await large

  expect(order).toEqual(['small', 'large'])
})

it('a body that only a message may have is refused elsewhere', async () => {
  const http = await startHttp()

  const response = await http.call('POST', '/v1/preview', { ...TEXT, to: everybody })

  expect(response.status).toBe(413)
})
