import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Channel, Part } from '../channel.ts'
import type { Addressees, Prepared } from '../session.ts'
import { addressed, type ChannelBench, PLAIN, partsOf, textsIn, useBench } from './bench.ts'
import { anyContent, SAMPLES, WRITTEN_TYPES } from './samples.ts'

/** What every channel promises of its calls. */
export function testSending(channel: Channel, makeBench: () => Promise<ChannelBench>): void {
  const bench = useBench(makeBench)

  it('prepares equal bytes from equal input, and asks nobody', () => {
    const one = prepareText(channel, bench(), '月会')
    const other = prepareText(channel, bench(), '月会')

    expect(other).toEqual(one)
    expect(bench().requests()).toBe(0)
  })

  it('brings one call to everybody in it once', async () => {
    const { body } = prepareText(channel, bench(), '月会')

    const outcome = await bench().session.send(body)

    expect(outcome).toMatchObject({ kind: 'accepted', exceptions: [] })
    for (const person of addressed(bench())) expect(bench().inbox(person)).toHaveLength(1)
  })

  it('carries every kind that it declares', async () => {
    for (const type of WRITTEN_TYPES) {
      if (channel.renderings[type].as === null) continue
      const [part] = partsOf(channel.render(SAMPLES[type], PLAIN))
      const { body } = prepare(channel, bench(), part, `call-${type}`)
      expect(await bench().session.send(body), type).toMatchObject({ kind: 'accepted' })
    }
    for (const person of addressed(bench())) {
      expect(bench().inbox(person)).toHaveLength(WRITTEN_TYPES.length)
    }
  })

  it('brings whatever it has rendered whole, at every length', async () => {
    const parts = fc.sample(anyContent, { numRuns: 15, seed: 8812 }).flatMap((content) => {
      const rendering = channel.render(content, { overflow: 'reject', roomForMark: false })
      return rendering.kind === 'rendered' ? rendering.parts : []
    })
    const [someone] = addressed(bench())

    for (const [index, part] of distinctParts(parts).entries()) {
      const { body } = prepare(channel, bench(), part, `call-${index}`)
      expect(await bench().session.send(body), body).toMatchObject({ kind: 'accepted' })
      expect(textsIn(bench().inbox(someone).at(-1))).toEqual(expect.arrayContaining(textsIn(part.message)))
    }
  })

  it('calls a lost answer ambiguous, and a replay of the same bytes brings no second copy', async () => {
    const { body, replay } = prepareText(channel, bench(), '月会')
    expect(replay).toEqual(channel.replay)
    bench().loseNextAnswer()

    const lost = await bench().session.send(body)
    const replayed = await bench().session.send(body)

    expect(lost).toMatchObject({ kind: 'ambiguous', finding: { code: 'no_answer' } })
    expect(replayed).toMatchObject({ kind: 'accepted' })
    for (const person of addressed(bench())) expect(bench().inbox(person)).toHaveLength(1)
  })

  it('calls "not now" throttled and names scopes of its own limits only', async () => {
    const { body } = prepareText(channel, bench(), '月会')
    bench().throttleNextSend()

    const outcome = await bench().session.send(body)

    expect(outcome).toMatchObject({ kind: 'throttled', retryAfterMs: expect.any(Number) })
    const scopes = new Set(channel.limits.map(({ scope }) => scope))
    for (const scope of outcome.kind === 'throttled' ? outcome.scopes : []) expect(scopes).toContain(scope)
    for (const person of addressed(bench())) expect(bench().inbox(person)).toEqual([])
  })

  it('blames the account, not the people, for a wrong secret', async () => {
    const { body } = prepareText(channel, bench(), '月会')

    const outcome = await bench().openWithWrongSecret().send(body)

    expect(outcome).toMatchObject({
      kind: 'rejected',
      blames: 'app',
      finding: { code: 'secret_wrong', remedy: { zh: expect.any(String), en: expect.any(String) } },
    })
  })

  it('blames the account, not the people, for an address that may not call', async () => {
    const { body } = prepareText(channel, bench(), '月会')
    bench().barAddress()

    const outcome = await bench().session.send(body)

    expect(outcome).toMatchObject({
      kind: 'rejected',
      blames: 'app',
      finding: { code: 'ip_not_trusted', platformText: expect.any(String) },
    })
  })

  it('takes back what it declares it can, from everybody', async () => {
    const outcome = await bench().session.send(prepareText(channel, bench(), '月会').body)
    const receipt = outcome.kind === 'accepted' ? outcome.receipt : null
    expect(receipt === null).toBe(channel.recall === null)
    if (receipt === null) return

    const recalled = await bench().session.recall(receipt)

    expect(recalled).toEqual({ kind: 'recalled' })
    for (const person of addressed(bench())) {
      expect(bench().inbox(person)).toMatchObject([{ recalledAt: expect.any(Number) }])
    }
  })
}

function prepareText(channel: Channel, bench: ChannelBench, text: string): Prepared {
  const [part] = partsOf(channel.render({ type: 'text', text }, PLAIN))
  return prepare(channel, bench, part, 'call-1')
}

export function prepare(channel: Channel, bench: ChannelBench, part: Part, callId: string): Prepared {
  const to: Addressees =
    channel.recipients === 'fixed' ? { kind: 'fixed' } : { kind: 'user', ids: bench.people }
  return bench.session.prepare({ part, to, callId, deduplicate: true })
}

/** A platform may drop the second of two that are the same to it. */
const distinctParts = (parts: readonly Part[]): Part[] => [
  ...new Map(parts.map((part) => [part.sameness, part])).values(),
]
