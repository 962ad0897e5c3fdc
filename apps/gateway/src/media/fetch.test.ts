import { expect, onTestFinished, test } from 'vitest'
import { serveHttp } from '../../../../e2e/setup/loopback.ts'
import { MediaSources } from './fetch.ts'

function sources(...trusted: string[]): MediaSources {
  const opened = new MediaSources(trusted)
  onTestFinished(() => opened.close())
  return opened
}

const serveFile = () =>
  serveHttp((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: '/file' }).end()
    else if (request.url === '/round') response.writeHead(302, { location: '/round' }).end()
    else if (request.url === '/inside') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    else if (request.url === '/half') {
      response.writeHead(200, { 'content-length': '100' })
      response.write('一半', () => response.destroy())
    } else if (request.url === '/file') response.end('内容')
    else response.writeHead(404).end()
  })

const hostOf = ({ origin }: { origin: string }) => new URL(origin).host

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

test('a file is fetched from a trusted host, also when that sends elsewhere on itself', async () => {
  const server = await serveFile()
  const trusting = sources(hostOf(server))

  expect(await textOf(await trusting.open(`${server.origin}/file`))).toBe('内容')
  expect(await textOf(await trusting.open(`${server.origin}/away`))).toBe('内容')
})

test.each([
  ['an address of this machine', (origin: string) => `${origin}/file`],
  ['a name that leads to this machine', (origin: string) => `http://localhost:${new URL(origin).port}/file`],
  ['this machine in IPv6', (origin: string) => `http://[::1]:${new URL(origin).port}/file`],
  ['this machine as a number', (origin: string) => `http://2130706433:${new URL(origin).port}/file`],
  ['an address with a password', () => 'https://user:password@example.com/file'],
])('%s is refused before anything is sent', async (_what, urlOf) => {
  let asked = 0
  const server = await serveHttp((_request, response) => {
    asked++
    response.end()
  })

  await expect(sources().open(urlOf(server.origin))).rejects.toMatchObject({ code: 'media_url_refused' })
  expect(asked).toBe(0)
})

test('a trusted host may not send on to one that is not', async () => {
  const server = await serveFile()

  await expect(sources(hostOf(server)).open(`${server.origin}/inside`)).rejects.toMatchObject({
    code: 'media_url_refused',
    facts: { value: '127.0.0.1:1' },
  })
})

test('what cannot be fetched says why', async () => {
  const server = await serveFile()
  const trusting = sources(hostOf(server), '127.0.0.1:1')
  const reasonOf = (url: string) =>
    trusting
      .open(url)
      .then(textOf)
      .then(
        () => 'opened',
        (error) => `${error.code}: ${error.facts.detail.en}`,
      )

  expect(await reasonOf(`${server.origin}/nothing`)).toBe(
    'media_unreachable: The file could not be fetched: HTTP 404.',
  )
  expect(await reasonOf(`${server.origin}/round`)).toContain('more than 3 redirects')
  expect(await reasonOf(`${server.origin}/half`)).toContain('media_unreachable')
  expect(await reasonOf('http://127.0.0.1:1/')).toContain('ECONNREFUSED')
})
