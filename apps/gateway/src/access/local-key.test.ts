import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { localKeyFile, readLocalAccess, writeLocalAccess } from './local-key.ts'

const ACCESS = { url: 'http://127.0.0.1:4180', key: 'hk_x_y' }

test('the local key is read back by the command, and only its owner may read the file', async () => {
  const directory = await newDirectory()

  await writeLocalAccess(directory, ACCESS)

  expect(await readLocalAccess(directory)).toEqual(ACCESS)
  expect((await stat(localKeyFile(directory))).mode & 0o777).toBe(0o600)
})

test('a later start replaces it', async () => {
  const directory = await newDirectory()
  await writeLocalAccess(directory, ACCESS)

  await writeLocalAccess(directory, { ...ACCESS, key: 'hk_new' })

  expect((await readLocalAccess(directory))?.key).toBe('hk_new')
})

test.each(['', '{', '{"url": 1}', '[]'])('a file that holds %j counts as none', async (text) => {
  const directory = await newDirectory()
  await writeFile(localKeyFile(directory), text)

  expect(await readLocalAccess(directory)).toBeUndefined()
})

test('where no gateway has started there is none', async () => {
  expect(await readLocalAccess(await newDirectory())).toBeUndefined()
})

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-local-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}
