import { describe, expect, it } from 'vitest'
import { files, formOf } from './test-files.ts'
import { HOUR_MS, startWecom, type WecomUnderTest } from './test-kit.ts'

const MB = 1024 * 1024
const DAYS_3_MS = 72 * HOUR_MS

const errcode = async (wecom: WecomUnderTest, kind: string, file: File) =>
  (await wecom.upload(kind, file)).body.errcode

async function download(wecom: WecomUnderTest, mediaId: string, appName = 'office') {
  const token = await wecom.token(appName)
  return fetch(`${wecom.url}/cgi-bin/media/get?access_token=${token}&media_id=${mediaId}`)
}

describe('media/upload', () => {
  it('answers an id, the kind and the time as text', async () => {
    const wecom = await startWecom()

    const { body } = await wecom.upload('image', files.image())

    expect(body).toEqual({
      errcode: 0,
      errmsg: '',
      type: 'image',
      media_id: expect.stringMatching(/^[\w-]{44}$/),
      created_at: '1772416800',
    })
    expect(Object.keys(body)).toEqual(['errcode', 'errmsg', 'type', 'media_id', 'created_at'])
  })

  it('answers the time as a number under the opposed profile', async () => {
    const wecom = await startWecom('opposed')

    expect((await wecom.upload('file', files.file())).body.created_at).toBe(1_772_416_800)
  })

  it.each([
    ['image', files.jpg()],
    ['image', files.image()],
    ['voice', files.voice()],
    ['video', files.video()],
    ['file', files.file()],
    ['file', new File(['123456'], 'six.txt')],
  ])('takes a file as %s', async (kind, file) => {
    expect(await errcode(await startWecom(), kind, file)).toBe(0)
  })

  it.each([
    ['a type that does not exist', 'thumb', files.image(), 40005],
    ['an empty file', 'file', new File([], 'a.txt'), 44001],
    ['a file of five bytes', 'file', new File(['12345'], 'a.txt'), 40006],
    ['an image that is neither JPG nor PNG', 'image', files.file(), 40004],
    ['a video that is no MP4', 'video', files.file(), 40004],
    ['a voice that is no AMR', 'voice', files.file(), 301017],
  ])('refuses %s', async (_, kind, file, code) => {
    expect(await errcode(await startWecom(), kind, file)).toBe(code)
  })

  it('refuses what is no form with a file', async () => {
    const wecom = await startWecom()
    const path = `/cgi-bin/media/upload?access_token=${await wecom.token()}&type=file`

    expect((await wecom.post(path, {})).body.errcode).toBe(44001)
    expect((await wecom.post(path, '')).body.errcode).toBe(44001)
  })

  it('takes a voice of 60 seconds and refuses a longer one', async () => {
    const wecom = await startWecom()

    expect(await errcode(wecom, 'voice', files.voice('a.amr', 3000))).toBe(0)
    expect(await errcode(wecom, 'voice', files.voice('a.amr', 3001))).toBe(45007)
  })

  it.each([
    ['image', 10, 40009],
    ['video', 10, 40011],
    ['file', 20, 40006],
  ] as const)('takes a %s of %i MB and refuses a byte more', async (kind, megabytes, ownCode) => {
    const wecom = await startWecom()
    const most = megabytes * MB

    expect(await errcode(wecom, kind, files[kind]('a', most))).toBe(0)
    expect(await errcode(wecom, kind, files[kind]('a', most + 1))).toBe(45001)
    wecom.control.setProfile({ 'wecom.tooLargeMedia': 'by_kind' })
    expect(await errcode(wecom, kind, files[kind]('a', most + 1))).toBe(ownCode)
  })

  it('takes a voice of 2 MB by its size', async () => {
    const wecom = await startWecom()
    const padded = (size: number) =>
      new File([files.voice('a', 1), new Uint8Array(size - 19).fill(0x48)], 'a')

    expect(await errcode(wecom, 'voice', padded(2 * MB))).toBe(0)
    expect(await errcode(wecom, 'voice', padded(2 * MB + 1))).toBe(45001)
  })

  it('takes a file under any field name', async () => {
    const wecom = await startWecom()
    const path = `/cgi-bin/media/upload?access_token=${await wecom.token()}&type=file`

    const { body } = await wecom.get(path, { method: 'POST', body: formOf(files.file(), 'file') })

    expect(body.errcode).toBe(0)
  })
})

describe('media/get', () => {
  it('gives every app of the corp the bytes, with the name they are shown under', async () => {
    const wecom = await startWecom()
    const file = files.file('工资单.pdf')
    const id = String((await wecom.upload('file', file)).body.media_id)

    const response = await download(wecom, id, 'oncall')

    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(await file.arrayBuffer()))
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    const disposition = Buffer.from(response.headers.get('content-disposition') ?? '', 'latin1').toString()
    expect(disposition).toBe('attachment; filename="工资单.pdf"')
  })

  it('answers 40007 to an id that is unknown or three days old', async () => {
    const wecom = await startWecom()
    const id = await wecom.mediaId('image')
    const answered = async (mediaId: string) => {
      const response = await download(wecom, mediaId)
      return response.headers.get('error-code') ?? 'bytes'
    }

    wecom.control.advance(DAYS_3_MS - 1)
    expect(await answered(id)).toBe('bytes')
    wecom.control.advance(1)
    expect(await answered(id)).toBe('40007')
    expect(await answered('never-uploaded')).toBe('40007')
  })
})

describe('messages with an upload', () => {
  it.each(['image', 'voice', 'video', 'file'] as const)('show an uploaded %s', async (kind) => {
    const wecom = await startWecom()
    const media_id = await wecom.mediaId(kind)

    const { body } = await wecom.send({ msgtype: kind, [kind]: { media_id } })

    expect(body.errcode).toBe(0)
    expect(wecom.newest()).toMatchObject({ msgtype: kind, [kind]: { media_id } })
    expect(wecom.control.mediaBytes('wecom', media_id).length).toBeGreaterThan(5)
  })

  it('are refused with 40007 when the upload is of another kind, expired or unknown', async () => {
    const wecom = await startWecom()
    const voice = await wecom.mediaId('voice')
    const image = await wecom.mediaId('image')
    const code = async (msgtype: string, media_id: string) =>
      (await wecom.send({ msgtype, [msgtype]: { media_id } })).body.errcode

    expect(await code('image', voice)).toBe(40007)
    expect(await code('file', image)).toBe(40007)
    expect(await code('image', 'never-uploaded')).toBe(40007)
    wecom.control.advance(DAYS_3_MS)
    expect(await code('image', image)).toBe(40007)
    expect(wecom.phone()).toEqual([])
  })

  it('cut the title of a video at 128 and its description at 512 bytes', async () => {
    const wecom = await startWecom()
    const video = {
      media_id: await wecom.mediaId('video'),
      title: 'a'.repeat(129),
      description: 'b'.repeat(513),
    }

    await wecom.send({ msgtype: 'video', video })

    expect(wecom.newest()).toMatchObject({
      video: { title: 'a'.repeat(128), description: 'b'.repeat(512) },
    })
  })

  it('that are not to be passed on take only kinds of file that can be shown so', async () => {
    const wecom = await startWecom()
    const [pdf, zip] = [await wecom.mediaId('file', 'a.PDF'), await wecom.mediaId('file', 'a.zip')]
    const code = async (media_id: string, safe: number) =>
      (await wecom.send({ msgtype: 'file', file: { media_id }, safe })).body.errcode

    expect(await code(pdf, 1)).toBe(0)
    expect(await code(zip, 0)).toBe(0)
    expect(await code(zip, 1)).toBe(40004)
    wecom.control.setProfile({ 'wecom.unsafeFile': 'delivered' })
    expect(await code(zip, 1)).toBe(0)
  })
})

describe('mpnews', () => {
  const article = { title: '通知', author: '张三', content: '<p>正文</p>', digest: '摘'.repeat(200) }

  it('shows its articles with the digest cut at 512 bytes, also kept inside the corp', async () => {
    const wecom = await startWecom()
    const thumb_media_id = await wecom.mediaId('image')

    const { body } = await wecom.send({
      msgtype: 'mpnews',
      mpnews: { articles: [{ ...article, thumb_media_id }] },
      safe: 2,
    })

    expect(body.errcode).toBe(0)
    expect(wecom.newest()).toMatchObject({
      safe: 2,
      mpnews: { articles: [{ ...article, thumb_media_id, digest: '摘'.repeat(170) }] },
    })
  })

  it('takes an image as its picture and nothing else', async () => {
    const wecom = await startWecom()
    const thumb_media_id = await wecom.mediaId('file')

    const { body } = await wecom.send({
      msgtype: 'mpnews',
      mpnews: { articles: [{ ...article, thumb_media_id }] },
    })

    expect(body.errcode).toBe(40007)
  })

  it('refuses a title beyond 128 bytes, or cuts it under the opposed profile', async () => {
    const wecom = await startWecom()
    const thumb_media_id = await wecom.mediaId('image')
    const code = async (title: string) =>
      (
        await wecom.send({
          msgtype: 'mpnews',
          mpnews: { articles: [{ ...article, thumb_media_id, title }] },
        })
      ).body.errcode

    expect(await code('a'.repeat(128))).toBe(0)
    expect(await code('a'.repeat(129))).toBe(45002)
    wecom.control.setProfile({ 'wecom.overlongMpnewsTitle': 'truncated' })
    expect(await code('a'.repeat(129))).toBe(0)
    expect(wecom.newest()).toMatchObject({ mpnews: { articles: [{ title: 'a'.repeat(128) }] } })
  })
})
