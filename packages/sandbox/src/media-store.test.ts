import { expect, test } from 'vitest'
import { MediaStore } from './media-store.ts'

const file = (id: string, size: number) => ({
  id,
  kind: 'file',
  owner: undefined,
  filename: `${id}.txt`,
  contentType: 'text/plain',
  bytes: Buffer.alloc(size, id),
  uploadedAt: 1,
  expiresAt: null,
})

test('an upload is found by its id and listed without its bytes', () => {
  const store = new MediaStore()
  store.add(file('a', 3))

  expect(store.find('a')?.bytes.toString()).toBe('aaa')
  expect(store.find('b')).toBeUndefined()
  expect(store.list()).toEqual([
    {
      id: 'a',
      kind: 'file',
      owner: null,
      filename: 'a.txt',
      contentType: 'text/plain',
      size: 3,
      uploadedAt: 1,
      expiresAt: null,
    },
  ])
})

test('an upload does not keep the request alive that it came in', () => {
  const store = new MediaStore()
  const request = Buffer.alloc(1000, 'x')
  store.add({ ...file('a', 0), bytes: request.subarray(0, 10) })

  request.fill('y')

  expect(store.find('a')?.bytes.toString()).toBe('xxxxxxxxxx')
})

test('the oldest uploads give way when all together are too large, the newest never', () => {
  const store = new MediaStore(10)
  for (const [id, size] of [
    ['a', 4],
    ['b', 4],
    ['c', 4],
  ] as const)
    store.add(file(id, size))

  expect(store.list().map(({ id }) => id)).toEqual(['b', 'c'])
  store.add(file('d', 100))
  expect(store.list().map(({ id }) => id)).toEqual(['d'])
})
