import { describe, expect, test } from 'vitest'
import { startDingTalk } from './test-kit.ts'

const MEBIBYTE = 1024 * 1024

describe('POST /media/upload', () => {
  test('answers an id that stays valid and whose bytes the control API shows', async () => {
    const dingtalk = await startDingTalk()

    const { body } = await dingtalk.upload('海报.png', 'image', 300)
    dingtalk.control.advance(400 * 24 * 3_600_000)

    expect(body).toEqual({
      errcode: 0,
      errmsg: 'ok',
      type: 'image',
      media_id: expect.stringMatching(/^@/),
      created_at: expect.any(Number),
    })
    const id = String(body.media_id)
    expect(dingtalk.control.media('dingtalk')).toMatchObject([{ id, filename: '海报.png', expiresAt: null }])
    expect(dingtalk.control.mediaBytes('dingtalk', id).length).toBe(300)
    expect((await dingtalk.sendMessage({ msgtype: 'image', image: { media_id: id } })).body.errcode).toBe(0)
  })

  test('reads the type from the form as well', async () => {
    const dingtalk = await startDingTalk()
    const form = new FormData()
    form.append('type', 'file')
    form.append('media', new File(['%PDF'], 'a.pdf'))

    const path = `/media/upload?access_token=${await dingtalk.token()}`
    const { body } = await dingtalk.request(path, { method: 'POST', body: form })

    expect(body).toMatchObject({ errcode: 0, type: 'file', media_id: expect.stringMatching(/^\$/) })
  })

  test.each([
    ['an unknown kind', 'a.png', 'picture', 8, 40004],
    ['no kind', 'a.png', undefined, 8, 40004],
    ['a file of another kind', 'a.exe', 'file', 8, 40005],
    ['an empty file', 'a.png', 'image', 0, 44001],
  ])('refuses %s', async (_, filename, type, size, errcode) => {
    const dingtalk = await startDingTalk()

    expect((await dingtalk.upload(filename, type, size)).body).toMatchObject({ errcode })
  })

  test('refuses what is no form and a form without a file, unwrapped', async () => {
    const dingtalk = await startDingTalk()
    const path = `/media/upload?access_token=${await dingtalk.token()}&type=image`
    const form = new FormData()
    form.append('picture', new File(['x'], 'a.png'))

    const noForm = await dingtalk.post(path, {})
    const noFile = await dingtalk.request(path, { method: 'POST', body: form })
    const badToken = await dingtalk.post('/media/upload?access_token=nobodys&type=image', {})

    expect(noForm.body).toEqual({ errcode: 43008, errmsg: '参数需要multipart类型' })
    expect(noFile.body).toEqual({ errcode: 41005, errmsg: '缺少多媒体文件数据' })
    expect(badToken.body).toEqual({ errcode: 40014, errmsg: '不合法的access_token' })
  })

  test.each([
    ['voice', 'a.amr', 2 * MEBIBYTE],
    ['image', 'a.jpg', 20 * MEBIBYTE],
    ['video', 'a.mp4', 20 * MEBIBYTE],
    ['file', 'a.zip', 20 * MEBIBYTE],
  ])('takes a %s up to its limit and not a byte more', async (type, filename, most) => {
    const dingtalk = await startDingTalk()

    expect((await dingtalk.upload(filename, type, most)).body).toMatchObject({ errcode: 0 })
    expect((await dingtalk.upload(filename, type, most + 1)).body).toMatchObject({ errcode: 45001 })
    dingtalk.control.setProfile({ 'dingtalk.mediaTooLarge': '40006' })
    expect((await dingtalk.upload(filename, type, most + 1)).body).toMatchObject({ errcode: 40006 })
  })
})

describe('a work notification with an upload', () => {
  test('shows image, voice and file', async () => {
    const dingtalk = await startDingTalk()
    const image = { media_id: await dingtalk.mediaId('a.png', 'image') }
    const voice = { media_id: await dingtalk.mediaId('a.amr', 'voice'), duration: '10' }
    const file = { media_id: await dingtalk.mediaId('a.pdf', 'file') }

    for (const msg of [
      { msgtype: 'image', image },
      { msgtype: 'voice', voice },
      { msgtype: 'file', file },
    ]) {
      expect((await dingtalk.sendMessage(msg)).body.errcode).toBe(0)
    }

    expect(dingtalk.phone().map(({ message }) => message)).toEqual([
      { msgtype: 'image', image },
      { msgtype: 'voice', voice },
      { msgtype: 'file', file },
    ])
  })

  test.each([
    ['image', 'a.pdf', 'file', 40007],
    ['voice', 'a.mp3', 'voice', 40005],
    ['voice', 'a.png', 'image', 40007],
  ])('refuses as %s the upload %s', async (msgtype, filename, kind, errcode) => {
    const dingtalk = await startDingTalk()
    const part = { media_id: await dingtalk.mediaId(filename, kind), duration: 10 }

    expect((await dingtalk.sendMessage({ msgtype, [msgtype]: part })).body).toMatchObject({ errcode })
  })

  test('names a file of at most 10 MB, although 20 MB can be uploaded', async () => {
    const dingtalk = await startDingTalk()
    const fits = await dingtalk.mediaId('a.zip', 'file', 10 * MEBIBYTE)
    const tooLarge = await dingtalk.mediaId('b.zip', 'file', 10 * MEBIBYTE + 1)
    const send = (media_id: string) => dingtalk.sendMessage({ msgtype: 'file', file: { media_id } })

    expect((await send(fits)).body).toMatchObject({ errcode: 0 })
    expect((await send(tooLarge)).body).toMatchObject({ errcode: 40006, errmsg: '不合法的文件大小' })
  })
})
