import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { type LiteralAnswer, startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { serveHttp } from '../../../e2e/setup/loopback.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken, TOKEN_ANSWER } from './test-kit.ts'

const UPLOAD = '/cgi-bin/media/upload'
const UPLOADED = {
  ...{ errcode: 0, errmsg: '', type: 'image', created_at: '1380000000' },
  media_id: '1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K0',
}
const NOW = Date.parse('2026-03-10T10:00:00+08:00')
const DAY_MS = 86_400_000
const MiB = 1024 * 1024

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const MP4 = [0, 0, 0, 0x18, ...Buffer.from('ftypisom')]
const beginning =
  (...head: number[]) =>
  (size: number) => {
    const bytes = new Uint8Array(size)
    bytes.set(head.slice(0, size))
    return bytes
  }
const png = beginning(...PNG)
const jpg = beginning(0xff, 0xd8, 0xff, 0xe0)
const amr = beginning(...Buffer.from('#!AMR\n'))
const mp4 = beginning(...MP4)
const any = beginning()

async function platformAndMedia(answer: object = UPLOADED) {
  const platform = await startPlatformWithToken(() => answer)
  return { platform, media: clientOf(platform, { clock: { now: () => NOW } }).media }
}

describe('an upload', () => {
  it('goes out as documented, and says until when its media_id holds', async () => {
    const { platform, media } = await platformAndMedia()

    const uploaded = await media.upload('file', { filename: 'wework.txt', source: Buffer.from('mytext') })

    expect(uploaded).toEqual({
      type: 'file',
      media_id: UPLOADED.media_id,
      created_at: 1_380_000_000,
      expiresAt: NOW + 3 * DAY_MS,
      warnings: [],
    })
    const { query, headers, body } = platform.last(UPLOAD)
    expect(query).toEqual({ access_token: ACCESS_TOKEN, type: 'file' })
    const [, boundary] = /boundary=(\S+)/.exec(headers['content-type'] ?? '') ?? []
    expect(body).toBe(
      `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="wework.txt"; filelength=6\r\n` +
        `Content-Type: application/octet-stream\r\n\r\nmytext\r\n--${boundary}--\r\n`,
    )
  })

  it('takes a number for created_at, too', async () => {
    const { media } = await platformAndMedia({ ...UPLOADED, created_at: 1_380_000_000 })

    expect(await media.upload('file', { filename: 'a', source: any(6) })).toMatchObject({
      created_at: 1_380_000_000,
    })
  })

  it('reads a file of the disk, and starts anew when the token was refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hongyan-media-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'a.txt'), '鸿雁传书')
    const tokens = ['refused', 'good']
    const platform = await startPlatform(({ path, query }) => {
      if (path === '/cgi-bin/gettoken') return { ...TOKEN_ANSWER, access_token: tokens.shift() }
      return query.access_token === 'good' ? UPLOADED : { errcode: 42001, errmsg: 'access_token expired' }
    })

    const source = await openAsBlob(join(folder, 'a.txt'))
    await clientOf(platform).media.upload('file', { filename: 'a.txt', source })

    expect(platform.requests.filter(({ body }) => body.includes('鸿雁传书'))).toHaveLength(2)
  })

  it('without a media_id in its answer is in doubt', async () => {
    const { media } = await platformAndMedia({ errcode: 0, errmsg: '' })

    expect(await failureOf(media.upload('file', { filename: 'a', source: any(6) }))).toMatchObject({
      kind: 'ambiguous',
    })
  })
})

describe('a file at the edge of its kind passes, one byte past it is refused before the call', () => {
  it.each([
    { type: 'image', limit: 10 * MiB, make: png },
    { type: 'image', limit: 10 * MiB, make: jpg },
    { type: 'voice', limit: 2 * MiB, make: amr },
    { type: 'video', limit: 10 * MiB, make: mp4 },
    { type: 'file', limit: 20 * MiB, make: any },
  ] as const)('$type: $limit', async ({ type, limit, make }) => {
    const { platform, media } = await platformAndMedia()

    const beyond = await failureOf(media.upload(type, { filename: 'a', source: make(limit + 1) }))
    expect(beyond).toMatchObject({
      kind: 'invalid',
      field: 'file.source',
      limit,
      actual: limit + 1,
      unit: 'bytes',
    })
    expect(platform.requests).toEqual([])

    expect(await media.upload(type, { filename: 'a', source: make(limit) })).toMatchObject({ type })
  })

  it('5 bytes are too few, 6 are enough', async () => {
    const { media } = await platformAndMedia()

    expect(await failureOf(media.upload('file', { filename: 'a', source: any(5) }))).toMatchObject({
      limit: 6,
      actual: 5,
    })
    expect(await media.upload('file', { filename: 'a', source: any(6) })).toMatchObject({ type: 'file' })
  })

  it('an image beyond what another page of the platform says goes out with a warning', async () => {
    const { media } = await platformAndMedia()

    const { warnings } = await media.upload('image', { filename: 'a.png', source: png(5 * MiB + 1) })

    expect(warnings).toMatchObject([{ field: 'file.source', limit: 5 * MiB, actual: 5 * MiB + 1 }])
  })
})

describe('what no upload takes is refused before the call', () => {
  const file = { filename: 'a', source: any(100) }
  const kind = (name: string) => name as 'file' // What JavaScript callers may pass.
  const odd = (source: unknown) => ({ filename: 'a', source: source as Uint8Array }) // As above.

  it.each<[string, string, Parameters<ReturnType<typeof clientOf>['media']['upload']>]>([
    ['a picture that is none', 'file.source', ['image', file]],
    ['a voice that is no AMR', 'file.source', ['voice', file]],
    ['a video that is no MP4', 'file.source', ['video', file]],
    ['a kind there is not', 'type', [kind('audio'), file]],
    ['a file without a name', 'file.filename', ['file', { ...file, filename: '' }]],
    ['a path instead of a file', 'file.source', ['file', odd('/etc/hosts')]],
    ['a stream of unknown size', 'file.source', ['file', odd({ stream: () => [] })]],
  ])('%s', async (_what, field, [type, given]) => {
    const { platform, media } = await platformAndMedia()

    expect(await failureOf(media.upload(type, given))).toMatchObject({ kind: 'invalid', field })
    expect(platform.requests).toEqual([])
  })

  it('a source that cannot be read, and the reason is told', async () => {
    const { media } = await platformAndMedia()
    const source = {
      size: 100,
      stream: () => {
        throw new Error('disk gone')
      },
    }

    const failure = await failureOf(media.upload('image', { filename: 'a', source }))

    expect(failure).toMatchObject({
      field: 'file.source',
      remedy: { en: expect.stringContaining('disk gone') },
    })
  })
})

describe('a picture for articles', () => {
  it('gives its address', async () => {
    const { platform, media } = await platformAndMedia({
      errcode: 0,
      errmsg: '',
      url: 'http://p.qpic.cn/pic_wework/1',
    })

    expect(await media.uploadimg({ filename: 'a.png', source: png(100) })).toBe(
      'http://p.qpic.cn/pic_wework/1',
    )
    expect(platform.last('/cgi-bin/media/uploadimg').body).toContain('name="media"; filename="a.png"')
  })

  it('may have 2 MB and not a byte more', async () => {
    const { media } = await platformAndMedia({ errcode: 0, errmsg: '', url: 'http://p.qpic.cn/1' })

    expect(await media.uploadimg({ filename: 'a', source: png(2 * MiB) })).toBe('http://p.qpic.cn/1')
    expect(await failureOf(media.uploadimg({ filename: 'a', source: png(2 * MiB + 1) }))).toMatchObject({
      field: 'file.source',
      limit: 2 * MiB,
    })
  })
})

describe('a file that is fetched', () => {
  const bucket = () => {
    const pieces: Buffer[] = []
    const to = new Writable({
      write(piece: Buffer, _encoding, done) {
        pieces.push(piece)
        done()
      },
    })
    return { to, bytes: () => Buffer.concat(pieces) }
  }
  const fileAnswer = (
    disposition: string,
    bytes: Uint8Array | string,
    type = 'application/pdf',
  ): LiteralAnswer => ({
    status: 200,
    text: bytes,
    headers: { 'content-type': type, 'content-disposition': disposition },
  })

  it.each([
    ['attachment; filename="a.pdf"', 'a.pdf'],
    ['attachment; filename=a.pdf', 'a.pdf'],
    [`attachment; filename="${Buffer.from('报告.pdf').toString('latin1')}"`, '报告.pdf'],
    [`attachment; filename="x"; filename*=utf-8''${encodeURIComponent('报告.pdf')}`, '报告.pdf'],
    [`attachment; filename*=utf-8''%E6%8`, '%E6%8'],
    ['attachment', ''],
  ])('has its bytes and the name in %j', async (disposition, filename) => {
    const bytes = png(2 * MiB)
    const { media } = await platformAndMedia(fileAnswer(disposition, bytes))
    const { to, bytes: kept } = bucket()

    const received = await media.get('m', to)

    expect(received).toEqual({ filename, contentType: 'application/pdf', bytes: 2 * MiB })
    expect(kept().equals(bytes)).toBe(true)
  })

  it('may itself be JSON', async () => {
    const { media } = await platformAndMedia(
      fileAnswer('attachment; filename="a.json"', '{"errcode":1}', 'application/json'),
    )
    const { to, bytes } = bucket()

    expect(await media.get('m', to)).toMatchObject({ filename: 'a.json' })
    expect(bytes().toString()).toBe('{"errcode":1}')
  })

  it('but has expired is a refusal, and nothing is written', async () => {
    const { media } = await platformAndMedia({ errcode: 40007, errmsg: 'invalid media_id' })
    const { to, bytes } = bucket()

    expect(await failureOf(media.get('m', to))).toMatchObject({ kind: 'rejected', code: '40007' })
    expect(bytes()).toHaveLength(0)
    expect(to.destroyed).toBe(false)
  })
})

it('a file of 20 MB is passed on while it is read: no more than a few pieces are in memory', async () => {
  let open = 0
  let most = 0
  const received: number[] = []
  const server = await serveHttp(async (request: IncomingMessage, response) => {
    if (request.url?.startsWith('/cgi-bin/gettoken')) return void response.end(JSON.stringify(TOKEN_ANSWER))
    for await (const piece of request) {
      received.push(piece.length)
      open -= piece.length
    }
    response.end(JSON.stringify(UPLOADED))
  })
  const source = {
    size: 20 * MiB,
    async *stream() {
      for (let piece = 0; piece < 320; piece++) {
        open += 65_536
        most = Math.max(most, open)
        yield new Uint8Array(65_536)
      }
    },
  }

  await clientOf({ url: server.origin }).media.upload('file', { filename: 'big', source })

  expect(received.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(20 * MiB)
  // What lies between reading and receiving: both ends' buffers and the kernel's, far from the whole.
  expect(most).toBeLessThan(10 * MiB)
})
