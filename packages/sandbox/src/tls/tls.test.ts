import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer, request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Agent, ProxyAgent, request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DAY_MS, machineTime } from '../clock.ts'
import { type Sandbox, startSandbox } from '../index.ts'
import { listen, stop } from '../server.ts'
import { createAuthority } from './authority.ts'
import { provideCertificate } from './certificates.ts'

/** TLS clients judge validity by the machine’s clock, so these tests cannot use another one. */
const NOW = machineTime.now()

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-tls-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

async function startWithTls() {
  const directory = await temporaryDirectory()
  const sandbox = await startSandbox({ tls: { directory } })
  onTestFinished(() => sandbox.close())
  if (!sandbox.tls) throw new Error('The sandbox was started without HTTPS')
  return { sandbox, tls: sandbox.tls, directory, ca: await readFile(sandbox.tls.authorityFile, 'utf8') }
}

function gettokenPath({ control }: Sandbox): string {
  const [app] = control.company().dingtalk.apps
  return `/gettoken?appkey=${app?.appKey}&appsecret=${app?.appSecret}`
}

describe('HTTPS for the platforms’ own host names', () => {
  test('is reached through the plain port as a CONNECT proxy', async () => {
    const { sandbox, ca } = await startWithTls()
    const proxy = new ProxyAgent({ uri: sandbox.url, requestTls: { ca } })
    onTestFinished(() => proxy.close())

    const dingtalk = await request(`https://oapi.dingtalk.com${gettokenPath(sandbox)}`, { dispatcher: proxy })
    const wecom = await request('https://qyapi.weixin.qq.com/cgi-bin/gettoken', { dispatcher: proxy })

    expect(await dingtalk.body.json()).toMatchObject({ errcode: 0, expires_in: 7200 })
    expect(await wecom.body.json()).toMatchObject({ errcode: 41004 })
  })

  test('needs only two variables in a program that knows nothing of the sandbox', async () => {
    const { sandbox, tls } = await startWithTls()
    const program = `fetch('https://oapi.dingtalk.com${gettokenPath(sandbox)}').then((r) => r.text()).then(console.log)`

    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], {
      env: { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: sandbox.url, NODE_EXTRA_CA_CERTS: tls.authorityFile },
    })

    expect(JSON.parse(stdout)).toMatchObject({ errcode: 0 })
  })

  test('is reached directly on loopback as well', async () => {
    const { sandbox, tls, ca } = await startWithTls()

    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = httpsRequest(tls.url + gettokenPath(sandbox), { ca }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode))
      })
      call.on('error', reject).end()
    })

    expect(status).toBe(200)
  })

  test('refuses to tunnel to any other host', async () => {
    const { sandbox, ca } = await startWithTls()
    const proxy = new ProxyAgent({ uri: sandbox.url, requestTls: { ca } })
    onTestFinished(() => proxy.close())

    for (const target of ['https://example.com/', 'https://oapi.dingtalk.com:8443/']) {
      await expect(request(target, { dispatcher: proxy })).rejects.toThrow(/403/)
    }
  })

  test('is off by default, and the proxy says how to switch it on', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const proxy = new ProxyAgent({ uri: sandbox.url })
    onTestFinished(() => proxy.close())

    expect(sandbox.tls).toBeNull()
    await expect(request('https://oapi.dingtalk.com/', { dispatcher: proxy })).rejects.toThrow(/403/)
  })

  test('ends its tunnels when the sandbox closes', async () => {
    const sandbox = await startSandbox({ tls: { directory: await temporaryDirectory() } })
    const ca = await readFile(sandbox.tls?.authorityFile ?? '', 'utf8')
    const proxy = new ProxyAgent({ uri: sandbox.url, requestTls: { ca } })
    onTestFinished(() => proxy.close())
    await (
      await request(`https://oapi.dingtalk.com${gettokenPath(sandbox)}`, { dispatcher: proxy })
    ).body.dump()

    await expect(sandbox.close()).resolves.toBeUndefined()
  })
})

describe('the certificate', () => {
  test('ends within 30 days and comes with a key that only its owner may read', async () => {
    const directory = await temporaryDirectory()

    const { certificate } = await provideCertificate(directory, NOW)

    expect(await readdir(directory)).toEqual(['ca.pem', 'server-key.pem', 'server.pem'])
    expect((await stat(join(directory, 'server-key.pem'))).mode & 0o777).toBe(0o600)
    for (const pem of [certificate, await readFile(join(directory, 'ca.pem'), 'utf8')]) {
      expect(Date.parse(new X509Certificate(pem).validTo)).toBeLessThanOrEqual(NOW + 30 * DAY_MS)
    }
  })

  test('is kept for the next start and made anew before it ends', async () => {
    const directory = await temporaryDirectory()

    const first = await provideCertificate(directory, NOW)
    const second = await provideCertificate(directory, NOW + 20 * DAY_MS)
    const third = await provideCertificate(directory, NOW + 29 * DAY_MS)

    expect(second.certificate).toBe(first.certificate)
    expect(third.certificate).not.toBe(first.certificate)
  })

  test('comes from an authority that no client believes about any other host', async () => {
    const authority = createAuthority(NOW)
    const { certificate, key } = authority.sign(['bank.example'])
    const listener = createServer({ cert: certificate, key }, (_, response) => response.end())
    const port = await listen(listener, 0, '127.0.0.1')
    onTestFinished(() => stop(listener))
    const agent = new Agent({ connect: { ca: authority.pem, servername: 'bank.example' } })
    onTestFinished(() => agent.close())

    const visit = request(`https://127.0.0.1:${port}/`, { dispatcher: agent })

    await expect(visit).rejects.toMatchObject({
      message: expect.stringMatching(/permitted subtree violation/),
    })
  })
})
