import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHongyan } from '@hongyan/client'
import { expect, onTestFinished, test } from 'vitest'
import { checkFiles, checkGateway } from './doctor-checks.ts'

test('a key file that others may read is found, with the command that mends it', async () => {
  const data = await mkdtemp(join(tmpdir(), 'hongyan-doctor-'))
  onTestFinished(() => rm(data, { recursive: true }))
  const keyFile = join(data, 'key')
  await writeFile(keyFile, '')
  await chmod(keyFile, 0o644)

  expect(await checkFiles({ data, keyFile })).toMatchObject([
    { ok: true },
    { ok: false, remedy: { en: `chmod 600 ${keyFile}` } },
  ])
})

test('what the first start will make is no finding', async () => {
  expect(await checkFiles({ data: '/nowhere/data', keyFile: '/nowhere/key' })).toEqual([])
})

test('a gateway that is not there is found, with the command that starts it', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => holder.once('listening', resolve))
  const address = holder.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  await new Promise((resolve) => holder.close(resolve))

  const findings = await checkGateway(createHongyan({ url }), url)

  expect(findings).toMatchObject([{ ok: false, remedy: { en: 'hongyan up' } }])
})
