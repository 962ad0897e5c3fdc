import { expect, test } from 'vitest'
import { BlockList } from './block-list.ts'

test('a block holds for its time, and no longer than the limit that caused it', () => {
  const blocks = new BlockList()
  blocks.begin('hr', 1000, 20)
  blocks.begin('ops', 1000, 20)

  expect(blocks.holds('hr', 999, 20)).toBe(true)
  expect(blocks.holds('hr', 1000, 20)).toBe(false)
  expect(blocks.holds('ops', 500, 30)).toBe(false)
  expect(blocks.holds('ops', 500, 20)).toBe(false)
  expect(blocks.holds('sales', 500, 20)).toBe(false)
})
