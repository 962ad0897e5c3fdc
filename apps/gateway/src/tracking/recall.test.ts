import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../deliveries/test-bench.ts'

let bench: PipelineBench
beforeEach(async () => {
  bench = await startPipelineBench()
  bench.sandbox.control.setProfile('opposed')
})
afterEach(() => bench.close())

const RECALL = '/cgi-bin/message/recall'
const toWecom = {
  accounts: ['hr-wecom'],
  to: ['user:zhangsan'],
  content: { type: 'text', text: 'hello' },
} as const

async function sentAndRecalled() {
  const id = await bench.send({ ...toWecom, to: [...toWecom.to], accounts: [...toWecom.accounts] })
  await bench.run()
  const message = await bench.store.message(id)
  if (!message) throw new Error('the message is gone')
  await bench.store.requestRecall(message, bench.clock.now())
  return id
}
const recallOf = async (id: string) => (await bench.deliveries(id)).map(({ recall }) => recall)

test('a recall whose answer was lost is recalled, though WeCom calls the second one too late', async () => {
  bench.sandbox.control.setFault({ path: RECALL, times: 1, action: 'reset_after' })
  const id = await sentAndRecalled()

  await bench.recall()
  bench.clock.advance(10_000)
  await bench.recall()

  expect(bench.calls(RECALL)).toBe(2)
  expect(await recallOf(id)).toEqual(['recalled'])
})

test('a recall that died with its process counts as one whose answer was lost', async () => {
  const id = await sentAndRecalled()
  const account = bench.accounts.get('hr-wecom')
  if (!account) throw new Error('there is no such account')
  const executed = Promise.withResolvers<void>()
  bench.accounts.set('hr-wecom', {
    ...account,
    session: {
      ...account.session,
      async recall(receipt) {
        await account.session.recall(receipt)
        executed.resolve()
        return new Promise(() => {})
      },
    },
  })
  void bench.recall()
  await executed.promise
  await bench.die()
  bench.accounts.set('hr-wecom', account)

  await bench.rescue()
  await bench.recall()

  expect(bench.calls(RECALL)).toBe(2)
  expect(await recallOf(id)).toEqual(['recalled'])
})

test('a recall that comes too late for the first time says so', async () => {
  const id = await sentAndRecalled()
  bench.sandbox.control.setFault({ path: RECALL, times: 1, action: { errcode: 42052 } })

  await bench.recall()

  expect(await recallOf(id)).toEqual(['too_late'])
})
