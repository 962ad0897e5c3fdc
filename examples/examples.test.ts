import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startRedis } from '../e2e/setup/redis.ts'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox()
  vi.stubEnv('HONGYAN_SANDBOX', sandbox.url)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await sandbox.close()
})

/** Runs an example as a newcomer does, in a process of its own, and gives what it printed. */
async function run(example: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const file = fileURLToPath(new URL(example, import.meta.url))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=hongyan-source', file, ...args],
    { env: { ...process.env, ...env } },
  )
  return stdout
}

/** Three userids that the app may write to. */
function reachableByDingtalk(): [string, string, string] {
  const people = sandbox.control.company().employees.filter(({ state }) => state === 'active')
  const [first, second, third] = people.flatMap(({ dingtalk }) => dingtalk?.userid ?? [])
  if (!first || !second || !third) throw new Error('fewer than three people')
  return [first, second, third]
}

const calls = (path: string) => sandbox.control.requests({ path }).length

const textsOn = (platform: 'dingtalk' | 'wecom', userid: string) =>
  sandbox.control.inbox(platform, userid).map(({ message }) => message)

test('every example is short enough to be read at a glance', async () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const examples = (await readdir(folder)).filter((name) => /^\d/.test(name))

  expect(examples.length).toBeGreaterThan(3)
  for (const name of examples) {
    const lines = (await readFile(folder + name, 'utf8')).trimEnd().split('\n')
    expect(lines.length, name).toBeLessThanOrEqual(25)
  }
})

test('000: a list of users gets four types of message, and a second process finds the token in Redis', async () => {
  const redis = await startRedis()
  const [first, second, third] = reachableByDingtalk()
  try {
    await run('000-list-of-users.ts', [first, second], { REDIS_URL: redis.url })
    await run('000-list-of-users.ts', [third], { REDIS_URL: redis.url })
  } finally {
    await redis.stop()
  }
  sandbox.control.advance(60_000)

  for (const userid of [first, second, third]) {
    expect(textsOn('dingtalk', userid)).toMatchObject(
      ['text', 'markdown', 'link', 'action_card'].map((msgtype) => ({ msgtype })),
    )
  }
  expect(calls('/gettoken')).toBe(1)
})

test('001: a WeCom text arrives from a cold start, and again after the token was revoked', async () => {
  const { sendText, close } = await import('./001-wecom-text.ts')

  expect(await sendText(['zhangsan', 'nobody'], 'test msg!')).toEqual(['nobody'])
  expect(calls('/cgi-bin/gettoken')).toBe(1)
  sandbox.control.revokeTokens({ platform: 'wecom' })
  expect(await sendText(['zhangsan'], 'test msg! again')).toEqual([])
  await close()

  expect(calls('/cgi-bin/gettoken')).toBe(2)
  expect(textsOn('wecom', 'zhangsan')).toMatchObject([
    { text: { content: 'test msg!' } },
    { text: { content: 'test msg! again' } },
  ])
})

test('002: from a mobile number to the result per person and back again', async () => {
  const printed = await run('002-send-and-follow.ts', ['13800000001'])

  expect(printed).toContain("unread: [ 'zhangsan' ]")
  expect(sandbox.control.inbox('dingtalk', 'zhangsan')).toMatchObject([{ recalledAt: expect.any(Number) }])
})

test('004: a token that the platform refuses is renewed, and the message goes out once', async () => {
  const { notify, close } = await import('./004-by-phone.ts')

  await notify('13800000001', '第一条')
  sandbox.control.revokeTokens({ platform: 'dingtalk' })
  await notify('13800000001', '第二条')
  expect(await notify('13999999999', '查无此人')).toBeUndefined()
  await close()
  sandbox.control.advance(60_000)

  expect(calls('/gettoken')).toBe(2)
  expect(textsOn('dingtalk', 'zhangsan')).toMatchObject([
    { text: { content: '第一条' } },
    { text: { content: '第二条' } },
  ])
})
