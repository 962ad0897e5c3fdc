import { readdirSync } from 'node:fs'
import { CONTENT_TYPES } from '@hongyan/contract'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { CHANNELS } from './all.ts'
import * as listed from './index.ts'

const here = new URL('.', import.meta.url)
const platforms = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'conformance')
  .map(({ name }) => name)

/** What a folder's files export that has the shape of a channel. */
async function channelsInFolder(platform: string): Promise<string[]> {
  const folder = new URL(`${platform}/`, here)
  const files = readdirSync(folder).filter((file) => !file.endsWith('.test.ts'))
  const modules: object[] = await Promise.all(files.map((file) => import(new URL(file, folder).href)))
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value) => typeof value === 'object' && value !== null && 'renderings' in value)
    .map(({ name }) => String(name))
}

describe('the list of channels', () => {
  it.each(platforms)('names every channel of the folder %s', async (platform) => {
    const inFolder = await channelsInFolder(platform)

    const inList = [...CHANNELS.values()].filter((channel) => channel.platform === platform)
    expect(inList.map(({ name }) => name).sort()).toEqual(inFolder.sort())
  })

  it('gives every channel a name of its own', () => {
    expect(CHANNELS.size).toBe(Object.keys(listed).length)
  })
})

describe.each([...CHANNELS.values()])('$name', (channel) => {
  it('says how each kind of content goes out', () => {
    expect(Object.keys(channel.renderings).sort()).toEqual([...CONTENT_TYPES].sort())
  })

  it('tells in both languages where a person finds each value of a credential', () => {
    const { properties } = z.toJSONSchema(channel.app.credentials, { io: 'input' })

    for (const field of Object.values(properties ?? {})) {
      expect(field).toMatchObject({
        label: { zh: expect.any(String), en: expect.any(String) },
        where: { zh: expect.stringMatching(/[一-鿿]/), en: expect.any(String) },
      })
    }
  })

  it('marks its secrets as such', () => {
    const { properties } = z.toJSONSchema(channel.app.credentials, { io: 'input' })

    const secrets = Object.entries(properties ?? {}).filter(([name]) => /secret|webhook/i.test(name))
    expect(secrets.length).toBeGreaterThan(0)
    for (const [, field] of secrets) expect(field).toMatchObject({ writeOnly: true })
  })
})
