import { type Content, PORTABLE_TYPES } from '@hongyan/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Channel, Part } from '../channel.ts'
import { LONGEST_MARK, mark } from '../mark.ts'
import { PLAIN, partsOf, textsIn } from './bench.ts'
import { anyContent, SAMPLES, WRITTEN_TYPES } from './samples.ts'
import { sizesUnder } from './sizes.ts'

/** What every channel promises of its rendering, which asks no platform. */
export function testContent(channel: Channel): void {
  it.each(PORTABLE_TYPES)('%s goes out as declared, or is refused as not carried', (type) => {
    const rendering = channel.render(SAMPLES[type], PLAIN)

    const { as, otherwise } = channel.renderings[type]
    if (as === null) expect(rendering).toMatchObject({ refusal: { code: 'content_not_carried' } })
    else expect([as, otherwise]).toContain(partsOf(rendering)[0].message.msgtype)
  })

  it('is the platform’s own JSON where a sender wrote it, and refused if there is none for this channel', () => {
    const [{ message }] = partsOf(channel.render(SAMPLES.text, PLAIN))

    const own = channel.render({ type: 'native', bodies: { [channel.name]: message } }, PLAIN)
    const foreign = channel.render({ type: 'native', bodies: {} }, PLAIN)

    expect(partsOf(own)).toMatchObject([{ message }])
    expect(foreign).toMatchObject({ kind: 'refused', refusal: { code: 'content_not_carried' } })
  })

  it('gives equal parts if it is equal', () => {
    for (const type of PORTABLE_TYPES) {
      const again: Content = JSON.parse(JSON.stringify(SAMPLES[type]))
      expect(channel.render(again, PLAIN)).toEqual(channel.render(SAMPLES[type], PLAIN))
    }
  })

  it('never exceeds a budget and never breaks a character, marked or not, split or not', () => {
    const options = fc.record({
      overflow: fc.constantFrom('reject' as const, 'split' as const),
      roomForMark: fc.boolean(),
    })
    let rendered = 0
    fc.assert(
      fc.property(anyContent, options, (content, chosen) => {
        const rendering = channel.render(content, chosen)
        if (rendering.kind === 'refused') return
        rendered += 1
        const { as, otherwise } = channel.renderings[content.type]
        for (const part of rendering.parts) {
          expect([as, otherwise]).toContain(part.message.msgtype)
          expectInside(channel, part)
          if (chosen.roomForMark) expectInside(channel, channel.distinguish(part, LONGEST_MARK))
        }
      }),
      { numRuns: 60 },
    )
    expect(rendered).toBeGreaterThan(10)
  })

  it('loses nothing by being split, and keeps its order', () => {
    const text = Array.from({ length: 4000 }, (_, line) => `第 ${line} 行 👩‍👩‍👧`).join('\n')

    const parts = partsOf(channel.render({ type: 'text', text }, { overflow: 'split', roomForMark: true }))

    const texts = parts.map(({ message }, index) => {
      const number = `(${index + 1}/${parts.length})\n`
      const numbered = textsIn(message).find((found) => found.startsWith(number))
      return numbered?.slice(number.length)
    })
    expect(texts.join('')).toBe(text)
    expect(new Set(parts.map(({ sameness }) => sameness)).size).toBe(parts.length)
  })

  it('that is too long names field, limit and size, unless it may be split', () => {
    const rendering = channel.render({ type: 'text', text: '长'.repeat(40_000) }, PLAIN)

    expect(rendering).toMatchObject({
      kind: 'refused',
      refusal: { code: 'content_too_long', field: expect.any(String), limit: expect.any(Number) },
    })
  })

  it.each(WRITTEN_TYPES)('%s shows the mark that tells it from the message before', (type) => {
    const time = mark(Date.UTC(2026, 10, 20, 1, 2, 3))
    const [part] = partsOf(channel.render(SAMPLES[type], { ...PLAIN, roomForMark: true }))

    const marked = channel.distinguish(part, time)

    expect(JSON.stringify(marked.message)).toContain('09:02:03')
    expect(marked.sameness).not.toBe(part.sameness)
  })

  it('has limits and budgets with their page and date', () => {
    for (const { source } of [...channel.limits, ...channel.budgets]) {
      expect(source).toEqual({
        page: expect.stringMatching(/.+/),
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      })
    }
  })
}

function expectInside(channel: Channel, part: Part): void {
  expect(JSON.stringify(part.message)).not.toMatch(/\\ud[89a-f]/)
  for (const budget of channel.budgets) {
    for (const size of sizesUnder(budget, part.message)) expect(size).toBeLessThanOrEqual(budget.size)
  }
}
