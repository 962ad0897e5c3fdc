import { expect, test } from 'vitest'
import { ProgressBar, renderProgress } from './progress-bar.ts'

test('the bar fills with those who have arrived', () => {
  expect(renderProgress({ arrived: 0, total: 0, reached: 0 })).toBe(`${'░'.repeat(24)} 0/0`)
  expect(renderProgress({ arrived: 1, total: 2, reached: 1 })).toBe(`${'█'.repeat(12)}${'░'.repeat(12)} 1/2`)
  expect(renderProgress({ arrived: 8, total: 8, reached: 3 })).toBe(`${'█'.repeat(24)} 8/8`)
})

test('the bar stays one line on a terminal, and is not drawn into a file', () => {
  const written: string[] = []
  const write = (text: string) => written.push(text)

  new ProgressBar({ write }).show({ arrived: 1, total: 2, reached: 1 })
  expect(written).toEqual([])
  new ProgressBar({ write, isTTY: true }).show({ arrived: 1, total: 2, reached: 1 })

  expect(written.join('')).toMatch(/^\r/)
  expect(written.join('')).not.toContain('\n')
})
