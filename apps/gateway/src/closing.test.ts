import { expect, test } from 'vitest'
import { Closing } from './closing.ts'

test('what was opened last is closed first, and waited for', async () => {
  const trail: string[] = []
  const closing = new Closing()
  for (const name of ['store', 'loops', 'http']) {
    closing.add(async () => {
      trail.push(`${name} closing`)
      await Promise.resolve()
      trail.push(`${name} closed`)
    })
  }

  await closing.close()

  expect(trail).toEqual([
    'http closing',
    'http closed',
    'loops closing',
    'loops closed',
    'store closing',
    'store closed',
  ])
})

test('a step that fails keeps none of the others open, and is told of at the end', async () => {
  const trail: string[] = []
  const closing = new Closing()
  closing.add(async () => {
    trail.push('store')
  })
  closing.add(() => Promise.reject(new Error('loops hang')))

  await expect(closing.close()).rejects.toThrow('loops hang')

  expect(trail).toEqual(['store'])
})
