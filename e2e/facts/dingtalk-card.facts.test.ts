import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { type Bench, present } from './bench.ts'
import { NewHostCaller } from './dingtalk-new-host.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'

const CARD = '/v1.0/card'

proveFacts('dingtalk.card', (fact) => {
  const reaches: Readonly<Record<string, (bench: Bench) => Promise<RawAnswer>>> = {
    'create-and-deliver': (bench) => create(bench),
    create: (bench) => call(bench, 'POST', 'instances', card({ openSpaceId: undefined })),
    deliver: async (bench) => {
      await create(bench)
      return call(bench, 'POST', 'instances/deliver', card())
    },
    update: async (bench) => {
      await create(bench)
      return call(bench, 'PUT', 'instances', card())
    },
    streaming: async (bench) => {
      await create(bench)
      return call(bench, 'PUT', 'streaming', { outTrackId: 'leave-1', guid: '1', key: 'a', content: 'x' })
    },
  }
  for (const [name, reach] of Object.entries(reaches)) {
    fact(`dingtalk.card.endpoint.${name}`, async (bench) => {
      expect((await reach(bench)).json).toMatchObject({ success: true })
      const [logged] = bench.control.requests({ limit: 1 })
      expect({ method: logged?.method, path: logged?.path }).toEqual(bench.endpoint)
    })
  }

  fact('dingtalk.card.limit.name', async (bench) => {
    const named = (bytes: number) => cardOf({ ['n'.repeat(bytes)]: '' })

    expect((await create(bench, named(bench.figure + 1))).status).toBe(400)
    expect((await create(bench, named(bench.figure))).status).toBe(200)
  })

  fact('dingtalk.card.limit.value', async (bench) => {
    const holding = (bytes: number) => cardOf({ a: 'x'.repeat(bytes) })

    expect((await create(bench, holding(bench.figure + 1))).status).toBe(400)
    expect((await create(bench, holding(bench.figure))).status).toBe(200)
  })

  fact('dingtalk.card.behaviour.out-track-id', async (bench) => {
    await create(bench)
    const again = await create(bench, cardOf({ a: 'other' }))

    expect(again.status).toBe(200)
    expect(new NewHostCaller(bench).phone('zhangsan')).toMatchObject([
      { message: { cardData: { cardParamMap: { a: '1', b: '2' } } } },
    ])
  })

  fact('dingtalk.card.behaviour.overwrite', async (bench) => {
    await create(bench)
    const update = { outTrackId: 'leave-1', ...cardOf({ a: '3' }) }

    await call(bench, 'PUT', 'instances', { ...update, cardUpdateOptions: { updateCardDataByKey: true } })
    expect(shown(bench)).toEqual({ a: '3', b: '2' })
    await call(bench, 'PUT', 'instances', update)
    expect(shown(bench)).toEqual({ a: '3' })
  })

  fact('dingtalk.card.limit.callback', async (bench) => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      silent.closeAllConnections()
      silent.close()
    })
    // A server that listens on a port has an address with one.
    const { port } = silent.address() as AddressInfo
    const address = { url: `http://127.0.0.1:${port}/`, routeKey: 'r', apiSecret: 's' }
    bench.control.dingtalk.listenToCards('hr', address)
    bench.lower('dingtalk.cardCallbackMs', 20, { per: 1000 })
    await create(bench, { callbackType: 'HTTP', callbackRouteKey: 'r' })
    const [copy] = new NewHostCaller(bench).phone('zhangsan')

    const push = await bench.control.press('dingtalk', 'zhangsan', present(copy).id, { key: 'ok' })

    expect(push).toMatchObject({ accepted: false, attempts: [{ failure: 'no answer within 20 ms' }] })
    expect(shown(bench)).toEqual({ a: '1', b: '2' })
  })
})

function card(fields: object = {}): object {
  return {
    cardTemplateId: 'approval.schema',
    outTrackId: 'leave-1',
    openSpaceId: 'dtv1.card//IM_ROBOT.zhangsan',
    ...cardOf({ a: '1', b: '2' }),
    ...fields,
  }
}

function cardOf(cardParamMap: Readonly<Record<string, string>>): object {
  return { cardData: { cardParamMap } }
}

function call(bench: Bench, method: string, path: string, body: object): Promise<RawAnswer> {
  return new NewHostCaller(bench).modern(method, `${CARD}/${path}`, body)
}

function create(bench: Bench, fields: object = {}): Promise<RawAnswer> {
  return call(bench, 'POST', 'instances/createAndDeliver', card(fields))
}

function shown(bench: Bench): unknown {
  const { message } = present(new NewHostCaller(bench).phone('zhangsan')[0])
  return Reflect.get(Object(Reflect.get(message, 'cardData')), 'cardParamMap')
}
