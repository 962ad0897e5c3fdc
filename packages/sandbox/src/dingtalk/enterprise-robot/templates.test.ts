import { describe, expect, test } from 'vitest'
import { startDingTalk } from '../test-kit.ts'
import { templates } from './templates.ts'

const URL = 'https://example.com'
const card = { title: '标题', text: '正文' }

/** Each template with everything it demands; uploads by the kind they are of. */
const complete: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sampleText: { content: '你好' },
  sampleMarkdown: { title: '标题', text: '**正文**' },
  sampleImageMsg: { photoURL: `${URL}/a.png` },
  sampleLink: { title: '标题', text: '正文', messageUrl: URL },
  sampleActionCard: { ...card, singleTitle: '查看', singleURL: URL },
  sampleActionCard2: { ...card, ...buttons(2) },
  sampleActionCard3: { ...card, ...buttons(3) },
  sampleActionCard4: { ...card, ...buttons(4) },
  sampleActionCard5: { ...card, ...buttons(5) },
  sampleActionCard6: {
    ...card,
    buttonTitle1: '同意',
    buttonUrl1: URL,
    buttonTitle2: '拒绝',
    buttonUrl2: URL,
  },
  sampleAudio: { mediaId: 'voice', duration: '3000' },
  sampleFile: { mediaId: 'file', fileName: '报表.xlsx', fileType: 'xlsx' },
  sampleVideo: { videoMediaId: 'video', picMediaId: 'image', videoType: 'mp4', duration: '10' },
}

function buttons(count: number): Record<string, string> {
  const numbers = Array.from({ length: count }, (_, place) => place + 1)
  return Object.fromEntries(
    numbers.flatMap((n) => [
      [`actionTitle${n}`, '同意'],
      [`actionURL${n}`, URL],
    ]),
  )
}

async function startTemplates() {
  const dingtalk = await startDingTalk()
  const uploads: Record<string, string> = {
    voice: await dingtalk.mediaId('a.amr', 'voice'),
    file: await dingtalk.mediaId('a.xlsx', 'file'),
    video: await dingtalk.mediaId('a.mp4', 'video'),
    image: await dingtalk.mediaId('a.png', 'image'),
  }
  const withUploads = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        /mediaId$/i.test(name) ? (uploads[String(value)] ?? value) : value,
      ]),
    )
  const send = (msgKey: string, values: Readonly<Record<string, unknown>>) =>
    dingtalk.modern('/v1.0/robot/oToMessages/batchSend', {
      robotCode: dingtalk.app().robotCode,
      userIds: ['zhangsan'],
      msgKey,
      msgParam: JSON.stringify(withUploads(values)),
    })
  return { dingtalk, send }
}

test('every template of the platform has a complete message here', () => {
  expect(Object.keys(complete)).toEqual(Object.keys(templates))
})

describe.each(Object.entries(complete))('%s', (msgKey, values) => {
  test('is delivered when it is complete, and refused without any of its fields', async () => {
    const { dingtalk, send } = await startTemplates()

    expect((await send(msgKey, values)).body).toMatchObject({ invalidStaffIdList: [] })
    expect(dingtalk.phone().at(-1)?.message).toMatchObject({ msgKey, msgParam: expect.any(Object) })
    for (const name of Object.keys(values)) {
      const { status, body } = await send(msgKey, { ...values, [name]: undefined })
      expect({ name, status, code: body.code }).toEqual({
        name,
        status: 400,
        code: expect.stringMatching(/^miss\.param\.\w+$/),
      })
    }
  })
})

test('a missing title is told as it was seen on the wire', async () => {
  const { send } = await startTemplates()

  const { body } = await send('sampleMarkdown', { text: '正文' })

  expect(body).toMatchObject({
    code: 'miss.param.markdownTotitle',
    message: expect.stringMatching(/^错误描述:参数 markdown --》 title 缺失，或者参数格式不正确; 解决方案:/),
  })
})

test.each([
  ['sampleImageMsg', { photoURL: '@unknown' }],
  ['sampleAudio', { ...complete.sampleAudio, mediaId: '@unknown' }],
  ['sampleAudio', { ...complete.sampleAudio, duration: '0' }],
  ['sampleFile', { ...complete.sampleFile, fileType: 'exe' }],
  ['sampleVideo', { ...complete.sampleVideo, videoType: 'avi' }],
  ['sampleVideo', { ...complete.sampleVideo, picMediaId: '@unknown' }],
])('%s refuses %j', async (msgKey, values) => {
  const { send } = await startTemplates()

  expect((await send(msgKey, values)).body).toMatchObject({ code: 'invalidParameter.param.invalid' })
})
