import { createDispatcher, MemoryTokenStore } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { channelsIn } from './all.ts'
import type { Channel } from './channel.ts'
import type { ChannelBench } from './conformance/bench.ts'
import { testChannel } from './conformance.ts'
import * as listed from './index.ts'
import { Pigeonry, pigeonChannel } from './test-fixture-channel.ts'

describe('a channel of one file', () => {
  it('is there by one line more in the index', () => {
    const fixture = pigeonChannel(new Pigeonry())

    const channels = channelsIn({ ...listed, fixture })

    expect([...channels.keys()].sort()).toEqual([
      'dingtalk.webhook',
      'dingtalk.work',
      'fixture.pigeon',
      'wecom.app',
    ])
    expect(channels.get('fixture.pigeon')).toBe(fixture)
  })
})

describe('the fixture channel', () => testChannel(pigeonChannel(new Pigeonry()), startPigeonry))

async function startPigeonry(): Promise<ChannelBench> {
  const pigeonry = new Pigeonry()
  const channel = pigeonChannel(pigeonry)
  const dispatcher = createDispatcher({ proxy: false })
  const open = (key: string) => openWith(channel, { key }, dispatcher)
  return {
    session: open(pigeonry.key),
    people: ['north', 'south'],
    inbox: (hole = '') => pigeonry.holes.get(hole) ?? [],
    requests: () => pigeonry.requests,
    loseNextAnswer: () => {
      pigeonry.fault = 'lose_answer'
    },
    throttleNextSend: () => {
      pigeonry.fault = 'busy'
    },
    openWithWrongSecret: () => open('gravel'),
    barAddress: () => {
      pigeonry.isBarred = true
    },
    close: () => dispatcher.close(),
  }
}

function openWith(
  channel: Channel,
  credentials: { key: string },
  dispatcher: ReturnType<typeof createDispatcher>,
) {
  const way = { dispatcher, tokens: new MemoryTokenStore(), clock: { now: () => 0 } }
  return channel.open({ credentials, options: {} }, way)
}
