import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Outcome } from '../channels/session.ts'
import { Pipeline } from './pipeline.ts'
import { type PipelineBench, startPipelineBench } from './test-bench.ts'

let bench: PipelineBench
beforeEach(async () => {
  bench = await startPipelineBench()
})
afterEach(() => bench.close())

const message = {
  accounts: ['hr-wecom'],
  to: ['user:zhangsan'],
  content: { type: 'text', text: 'hello' },
} as const
const toWecom = () => ({ ...message, accounts: ['hr-wecom'], to: ['user:zhangsan'] })

/** Holds the answers of one account back until they are let go. */
function holdAnswers(name: string) {
  const account = bench.accounts.get(name)
  if (!account) throw new Error(`there is no account ${name}`)
  const asked = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const send = async (body: string): Promise<Outcome> => {
    asked.resolve()
    await goOn.promise
    return account.session.send(body)
  }
  const held: OpenAccount = { ...account, session: { ...account.session, send } }
  bench.accounts.set(name, held)
  return { asked: asked.promise, letGo: goOn.resolve }
}

const pipeline = () =>
  new Pipeline({ ...bench, random: () => 0, onError: (error) => bench.errors.push(error) })

test('a running pipeline sends what is accepted, woken by the store', async () => {
  const { asked, letGo } = holdAnswers('hr-wecom')
  letGo()
  const running = pipeline()
  running.start()

  const id = await bench.send(toWecom())
  await asked
  await running.stop()

  expect(await bench.states(id)).toEqual(['sent'])
  expect(bench.errors).toEqual([])
})

test('stopping waits for the call under way and takes up nothing more, so that nothing is left in doubt', async () => {
  const { asked, letGo } = holdAnswers('hr-wecom')
  const running = pipeline()
  running.start()
  const first = await bench.send(toWecom())
  await asked

  const stopped = running.stop()
  const second = await bench.send({ ...toWecom(), content: { type: 'text', text: 'later' } })
  letGo()
  await stopped

  expect(running.underWay).toBe(0)
  expect(await bench.states(first)).toEqual(['sent'])
  expect(await bench.states(second)).toEqual(['queued'])
})

test('an account whose platform does not answer leaves slots for the others', async () => {
  const { letGo } = holdAnswers('hr-wecom')
  for (let n = 0; n < 12; n++) {
    await bench.send({ ...toWecom(), content: { type: 'text', text: `${n}` } })
    await bench.dispatcher.turn()
  }
  const id = await bench.send({
    accounts: ['hr-ding'],
    to: ['user:zhangsan'],
    content: { type: 'text', text: 'hi' },
  })

  await bench.dispatcher.turn()
  // 8 slots, of which one account may hold 7.
  expect(bench.dispatcher.underWay).toBe(8)
  expect(await bench.states(id)).toEqual(['sending'])

  letGo()
  await bench.dispatcher.drained()
})

test.each(['bulk', 'normal'] as const)(
  'an urgent message finds a slot while its account waits for the answers to all it may have of lane %s',
  async (lane) => {
    const { letGo } = holdAnswers('hr-wecom')
    for (let n = 0; n < 12; n++) {
      await bench.send({ ...toWecom(), lane, content: { type: 'text', text: `${n}` } })
      await bench.dispatcher.turn()
    }
    const urgent = await bench.send({
      ...toWecom(),
      lane: 'urgent',
      content: { type: 'text', text: 'disk full' },
    })

    await bench.dispatcher.turn()
    expect(await bench.states(urgent)).toEqual(['sending'])

    letGo()
    await bench.dispatcher.drained()
  },
)
