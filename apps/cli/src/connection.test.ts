import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findGateway } from './connection.ts'

const LOCAL = { url: 'http://127.0.0.1:5555', key: 'hk_local' }

test('without anything said the gateway of this machine is meant, with its local key', async () => {
  expect(await findGateway({ HONGYAN_DATA: await dataWith(LOCAL) })).toEqual(LOCAL)
})

test('the local key is not sent to a gateway elsewhere', async () => {
  const env = { HONGYAN_DATA: await dataWith(LOCAL), HONGYAN_URL: 'http://hongyan.corp' }

  expect(await findGateway(env)).toEqual({ url: 'http://hongyan.corp', key: undefined })
  expect(await findGateway({ ...env, HONGYAN_API_KEY: 'hk_given' })).toMatchObject({ key: 'hk_given' })
})

test('a key that is given wins over the local one', async () => {
  const env = { HONGYAN_DATA: await dataWith(LOCAL), HONGYAN_API_KEY: 'hk_given' }

  expect(await findGateway(env)).toEqual({ url: LOCAL.url, key: 'hk_given' })
})

test('where no gateway has run, it is looked for at the usual port', async () => {
  const env = { HONGYAN_DATA: '/nowhere' }

  expect(await findGateway(env)).toEqual({ url: 'http://127.0.0.1:4180', key: undefined })
  expect(await findGateway({ ...env, HONGYAN_PORT: '4200' })).toMatchObject({ url: 'http://127.0.0.1:4200' })
})

async function dataWith(access: object): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-connection-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  await writeFile(join(directory, 'local.json'), JSON.stringify(access))
  return directory
}
