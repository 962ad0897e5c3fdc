import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { MAX_MEDIA_BYTES } from './limits.ts'
import type { MediaUpload } from './media.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken, TOKEN_ANSWER } from './test-kit.ts'

const UPLOAD = '/media/upload'
/** As documented. */
const ANSWER = {
  errcode: 0,
  errmsg: 'ok',
  type: 'image',
  media_id: '$iAEKAqNwbmcDBgTNAk',
  created_at: 1605863153573,
}

const upload = async (file: MediaUpload) => {
  const platform = await startPlatformWithToken(() => ANSWER)
  return { platform, media: await clientOf(platform).media.upload(file) }
}

/** Zeros of any size, without holding them. */
const zeros = (size: number): MediaUpload['source'] => ({
  size,
  async *stream() {
    for (let left = size; left > 0; left -= 65_536) yield new Uint8Array(Math.min(left, 65_536))
  },
})

describe('an upload', () => {
  it('goes as a form with the kind in the query, and gives the documented answer', async () => {
    const source = Buffer.from('鸿雁')
    const { platform, media } = await upload({
      type: 'image',
      filename: '图.PNG',
      source,
      contentType: 'image/png',
    })

    const request = platform.last(UPLOAD)
    expect(media).toEqual({
      media_id: ANSWER.media_id,
      type: 'image',
      created_at: ANSWER.created_at,
      warnings: [],
    })
    expect(request.query).toEqual({ access_token: ACCESS_TOKEN, type: 'image' })
    expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(Number(request.headers['content-length'])).toBe(Buffer.byteLength(request.body))
    expect(request.body).toContain('name="media"; filename="图.PNG"')
    expect(request.body).toContain('Content-Type: image/png\r\n\r\n鸿雁\r\n')
  })

  it('takes a file from the disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hongyan-media-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 'report.pdf')
    await writeFile(path, '%PDF-1.7 报告')

    const { platform } = await upload({
      type: 'file',
      filename: 'report.pdf',
      source: await openAsBlob(path),
    })

    expect(platform.last(UPLOAD).body).toContain('\r\n\r\n%PDF-1.7 报告\r\n')
  })

  it('is made again from its beginning if the token was refused', async () => {
    const platform = await startPlatform(({ path, query }) => {
      if (path === '/gettoken')
        return { ...TOKEN_ANSWER, access_token: `token-${platform.asked('/gettoken')}` }
      return query.access_token === 'token-1' ? { errcode: 40014, errmsg: '不合法的access_token' } : ANSWER
    })

    await clientOf(platform).media.upload({
      type: 'voice',
      filename: 'a.amr',
      source: Buffer.from('#!AMR\n'),
    })

    const bodies = platform.requests.filter(({ path }) => path === UPLOAD).map(({ body }) => body)
    expect(bodies).toHaveLength(2)
    for (const body of bodies) expect(body).toContain('\r\n\r\n#!AMR\n\r\n')
  })

  it('calls a success without media_id ambiguous', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))
    const failed = clientOf(platform).media.upload({ type: 'video', filename: 'a.mp4', source: zeros(1) })

    expect(await failureOf(failed)).toMatchObject({ kind: 'ambiguous' })
  })

  it.each([40004, 40005, 40006, 41005, 43008, 44001, 45001])(
    'that the platform refuses (%i) has a remedy of its own',
    async (errcode) => {
      const platform = await startPlatformWithToken(() => ({ errcode, errmsg: '原文' }))
      const failed = clientOf(platform).media.upload({ type: 'image', filename: 'a.png', source: zeros(1) })

      const failure = await failureOf(failed)

      expect(failure).toMatchObject({ kind: 'rejected', code: String(errcode) })
      expect(failure.remedy.zh).not.toContain('未收录')
    },
  )

  it.each<[MediaUpload['type'], string]>([
    ['image', 'a.jpg'],
    ['voice', 'a.amr'],
    ['video', 'a.mp4'],
    ['file', 'a.zip'],
  ])('of %s may have the size the platform names, and not one byte more', async (type, filename) => {
    const limit = MAX_MEDIA_BYTES[type]
    const { platform } = await upload({ type, filename, source: zeros(limit) })
    const failed = clientOf(platform).media.upload({ type, filename, source: zeros(limit + 1) })

    expect(await failureOf(failed)).toMatchObject({
      kind: 'invalid',
      field: 'source',
      limit,
      actual: limit + 1,
      unit: 'bytes',
    })
    expect(platform.asked(UPLOAD)).toBe(1)
  })

  it.each<[string, object, string]>([
    ['an unknown kind', { type: 'sticker' }, 'type'],
    ['a format of another kind', { filename: 'a.pdf' }, 'filename'],
    ['a name without ending', { filename: 'png' }, 'filename'],
    ['no name', { filename: '' }, 'filename'],
    ['no source', { source: undefined }, 'source'],
    ['an empty file', { source: new Uint8Array() }, 'source'],
    ['a stream of unknown size', { source: { stream: () => [] } }, 'source'],
  ])('with %s is refused before the call', async (_, part, field) => {
    const platform = await startPlatformWithToken(() => ANSWER)
    // Callers without types hand over anything.
    const file = { type: 'image', filename: 'a.png', source: zeros(1), ...part } as MediaUpload

    expect(await failureOf(clientOf(platform).media.upload(file))).toMatchObject({ kind: 'invalid', field })
    expect(platform.requests).toEqual([])
  })

  it.each<[string, MediaUpload, object]>([
    [
      'a file of over 10 MB',
      { type: 'file', filename: 'a.zip', source: zeros(10_485_761) },
      { field: 'source', limit: 10_485_760, actual: 10_485_761, zh: expect.stringContaining('工作通知') },
    ],
    ['a voice that is no AMR', { type: 'voice', filename: 'a.mp3', source: zeros(1) }, { field: 'filename' }],
  ])('warns of %s, which not every message can carry', async (_, file, warning) => {
    const { media } = await upload(file)

    expect(media.warnings).toMatchObject([warning])
  })
})
