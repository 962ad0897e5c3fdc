import { describe, expect, it } from 'vitest'
import { files, formOf } from './test-files.ts'
import { HOUR_MS, startWecom, type WecomUnderTest } from './test-kit.ts'

const DAY_MS = 24 * HOUR_MS
const MB = 1024 * 1024

async function uploadimg(wecom: WecomUnderTest, file: File) {
  const path = `/cgi-bin/media/uploadimg?access_token=${await wecom.token()}`
  return (await wecom.get(path, { method: 'POST', body: formOf(file) })).body
}

describe('media/uploadimg', () => {
  it('answers an address', async () => {
    expect(await uploadimg(await startWecom(), files.image())).toEqual({
      errcode: 0,
      errmsg: '',
      url: expect.stringMatching(/^http:\/\/p\.qpic\.cn\//),
    })
  })

  it.each([
    ['an empty file', new File([], 'a.png'), 44001],
    ['a picture of four bytes', files.image('a.png', 4), 40006],
    ['a picture beyond 2 MB', files.image('a.png', 2 * MB + 1), 40009],
    ['what is no picture', files.file(), 40004],
  ])('refuses %s', async (_, file, errcode) => {
    expect(await uploadimg(await startWecom(), file)).toMatchObject({ errcode })
  })

  it('takes so many pictures a day, counted anew the next day', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.uploadimgPerDay': 2 })
    const errcode = async () => (await uploadimg(wecom, files.image())).errcode

    expect([await errcode(), await errcode(), await errcode()]).toEqual([0, 0, 45009])
    wecom.control.advance(14 * HOUR_MS)
    expect(await errcode()).toBe(0)
  })

  it('refuses for 30 days whoever exceeds the month', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.uploadimgPerMonth': 1 })
    const errcode = async () => (await uploadimg(wecom, files.image())).errcode

    expect([await errcode(), await errcode()]).toEqual([0, 45009])
    wecom.control.advance(30 * DAY_MS - 1)
    expect(await errcode()).toBe(45009)
    wecom.control.advance(1)
    expect(await errcode()).toBe(0)
  })
})
