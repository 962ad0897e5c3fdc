import { get } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type SandboxOptions, startSandbox } from './index.ts'

async function start(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options)
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** The status of a GET with headers that fetch would not let through. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => response.resume().on('end', () => resolve(response.statusCode))).on(
      'error',
      reject,
    )
  })
}

describe('startSandbox', () => {
  test('takes a free port and serves both platforms and its own API there', async () => {
    const { url, port } = await start()

    expect(port).toBeGreaterThan(0)
    expect(await (await fetch(`${url}/gettoken`)).json()).toMatchObject({ errcode: 40035 })
    expect(await (await fetch(`${url}/cgi-bin/gettoken`)).json()).toMatchObject({ errcode: 41004 })
    expect(await (await fetch(`${url}/_sandbox/`)).json()).toMatchObject({ control: expect.any(Array) })
  })

  test('fails with the code of the operating system if the port is taken', async () => {
    const { port } = await start()

    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('ends kept-alive connections when it closes', async () => {
    const sandbox = await startSandbox()
    await (await fetch(`${sandbox.url}/gettoken`)).text()

    await sandbox.close()

    await expect(fetch(`${sandbox.url}/gettoken`)).rejects.toThrow()
  })

  test('refuses options that it cannot follow, naming them', async () => {
    await expect(startSandbox({ people: 3 })).rejects.toMatchObject({ field: 'people', value: 3 })
    await expect(startSandbox({ profile: { 'dingtalk.dayBoundary': 'never' } })).rejects.toMatchObject({
      field: 'dingtalk.dayBoundary',
      value: 'never',
    })
  })

  test('says of a path of no platform where to look', async () => {
    const { url } = await start()

    const response = await fetch(`${url}/nowhere`)

    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { field: 'path', value: '/nowhere' } })
  })

  test('refuses a body larger than any platform takes', async () => {
    const { url } = await start()

    const response = await fetch(`${url}/robot/send`, {
      method: 'POST',
      body: new Uint8Array(33 * 1024 * 1024),
    })

    expect(response.status).toBe(413)
  })
})

describe('requests that another site’s page may have caused', () => {
  const paths = ['/gettoken', '/cgi-bin/gettoken', '/_sandbox/company', '/nowhere']

  test.each([
    ['a rebound host name', { host: 'evil.example' }],
    ['a platform’s host name on the plain port', { host: 'oapi.dingtalk.com' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
  ])('are refused on every route: %s', async (_, headers) => {
    const { url } = await start()

    for (const path of paths) expect(await statusOf(url + path, headers)).toBe(403)
  })

  test.each([
    ['localhost', { host: 'localhost:4181' }],
    ['IPv6 loopback', { host: '[::1]:4181' }],
    ['a page on this machine', { origin: 'http://localhost:5173' }],
    ['an allowed name', { host: 'sandbox:4181' }],
  ])('are not: %s', async (_, headers) => {
    const { url } = await start({ allowedHosts: ['sandbox'] })

    expect(await statusOf(`${url}/_sandbox/clock`, headers)).toBe(200)
  })
})
