import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

describe('the configuration', () => {
  test('needs nothing to be set', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4180,
      data: resolve('.hongyan'),
      keyFile: resolve('.hongyan.key'),
      databaseUrl: undefined,
      leaseMs: 30_000,
    })
  })

  test('keeps the key beside the data and never in it, wherever the data is', () => {
    expect(readConfig({ HONGYAN_DATA: '/srv/hongyan/' }).keyFile).toBe('/srv/hongyan.key')
  })

  test('is taken from the environment, and a flag wins over it', () => {
    const env = { HONGYAN_PORT: '5000', HONGYAN_LEASE_MS: '2000' }

    expect(readConfig(env)).toMatchObject({ port: 5000, leaseMs: 2000 })
    expect(readConfig(env, { port: '0' })).toMatchObject({ port: 0, leaseMs: 2000 })
  })

  test('takes an empty variable for none', () => {
    expect(readConfig({ HONGYAN_DATABASE_URL: '', HONGYAN_PORT: '' })).toMatchObject({ port: 4180 })
  })

  test('splits allowed hosts and cuts the slash after an address', () => {
    const config = readConfig({
      HONGYAN_ALLOWED_HOSTS: 'a.corp,b.corp',
      HONGYAN_SANDBOX_URL: 'http://127.0.0.1:4181/',
    })

    expect(config.allowedHosts).toEqual(['a.corp', 'b.corp'])
    expect(config.sandboxUrl).toBe('http://127.0.0.1:4181')
  })

  test.each([
    ['HONGYAN_PORT', '70000', '65535'],
    ['HONGYAN_PORT', '-1', '65535'],
    ['HONGYAN_PORT', '4180.5', '65535'],
    ['HONGYAN_LEASE_MS', 'soon', '200'],
    ['HONGYAN_LOG', 'loud', 'silent, error, warn or info'],
    ['HONGYAN_SANDBOX_URL', 'localhost', 'http://'],
    ['HONGYAN_DATABASE_URL', 'mysql://x', 'postgres://'],
    ['HONGYAN_ALLOWED_HOSTS', 'a b', 'commas'],
    ['HONGYAN_HOST', 'a/b', 'IP address'],
    ['HONGYAN_REQUESTS_PER_SECOND', '0', '1000000'],
  ])('refuses %s=%s, and says which, what it got and what is allowed', (name, value, allowed) => {
    const read = () => readConfig({ [name]: value })

    expect(read).toThrow(ConfigError)
    expect(read).toThrow(name)
    expect(read).toThrow(value)
    expect(read).toThrow(allowed)
  })

  test('does not repeat the password of a database address', () => {
    const read = () => readConfig({ HONGYAN_DATABASE_URL: 'mysql://user:canary-password@db/x' })

    expect(read).toThrow('HONGYAN_DATABASE_URL')
    expect(read).not.toThrow('canary-password')
  })
})
