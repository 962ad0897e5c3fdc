import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findRedisServer, startRedis } from './redis.ts'

const cannotInstall = () => Promise.reject(new Error('not root'))

async function directoryWithRedis(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-test-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  await putRedisInto(directory)
  return directory
}

async function putRedisInto(directory: string): Promise<void> {
  await writeFile(join(directory, 'redis-server'), '#!/bin/sh\n')
  await chmod(join(directory, 'redis-server'), 0o755)
}

describe('findRedisServer', () => {
  it('takes the program that the variable names before the one on PATH', async () => {
    const named = join(await directoryWithRedis(), 'redis-server')
    const PATH = await directoryWithRedis()

    const found = await findRedisServer({
      env: { HONGYAN_REDIS_SERVER: named, PATH },
      install: cannotInstall,
    })

    expect(found).toBe(named)
  })

  it('says in both languages that the variable names no program', async () => {
    const env = { HONGYAN_REDIS_SERVER: '/no/such/redis-server' }

    await expect(findRedisServer({ env, install: cannotInstall })).rejects.toThrow(
      /不是可执行文件.*no program that can be run/,
    )
  })

  it('finds the program on PATH without installing', async () => {
    const PATH = await directoryWithRedis()

    expect(await findRedisServer({ env: { PATH }, install: cannotInstall })).toBe(join(PATH, 'redis-server'))
  })

  it('installs it if it is nowhere', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'hongyan-test-'))
    onTestFinished(() => rm(empty, { recursive: true }))

    const found = await findRedisServer({ env: { PATH: empty }, install: () => putRedisInto(empty) })

    expect(found).toBe(join(empty, 'redis-server'))
  })

  it('says in both languages what to do if it can neither find nor install it', async () => {
    await expect(findRedisServer({ env: { PATH: '' }, install: cannotInstall })).rejects.toThrow(
      /请安装 Redis.*HONGYAN_REDIS_SERVER.*Install Redis/,
    )
  })
})

describe('startRedis', () => {
  it('starts a server that answers, and nothing listens after stop', async () => {
    const redis = await startRedis()
    const client = await createClient({ url: redis.url }).connect()
    expect(await client.sendCommand(['PING'])).toBe('PONG')
    await client.close()

    await redis.stop()

    await expect(reach(redis.url)).rejects.toThrow('ECONNREFUSED')
  })
})

function reach(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.once('error', reject).once('connect', () => {
      socket.destroy()
      resolve()
    })
  })
}
