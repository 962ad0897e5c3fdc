import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'
import { type FileKind, fileOf, mediaIdOf, upload, uploadTo, uploadToRobot } from './wecom-files.ts'

const MB = 1024 * 1024
const DAY_MS = 86_400_000
const FRAMES_PER_SECOND = 50
/** `#!AMR\n`, before the frames of a byte each. */
const AMR_HEAD = 6

proveFacts('wecom.media', (fact) => {
  fact('wecom.media.endpoint.upload', async (bench) => {
    const path = `${bench.endpoint.path}?access_token=${await new WecomCaller(bench).token()}&type=file`

    expect((await uploadTo(bench, path, fileOf('file'))).json.errcode).toBe(0)
  })

  fact('wecom.media.endpoint.get', async (bench) => {
    const id = await mediaIdOf(bench, 'file')

    expect((await fetchMedia(bench, id)).text).toMatch(/^%PDF-1\.7/)
  })

  fact('wecom.media.endpoint.uploadimg', async (bench) => {
    const path = `${bench.endpoint.path}?access_token=${await new WecomCaller(bench).token()}`

    expect((await uploadTo(bench, path, fileOf('image'))).json).toMatchObject({ errcode: 0, errmsg: '' })
  })

  fact('wecom.media.endpoint.robot', async (bench) => {
    expect((await uploadToRobot(bench, 'file', fileOf('file'))).json.errcode).toBe(0)
  })

  for (const kind of ['image', 'video', 'file'] satisfies FileKind[]) {
    fact(`wecom.media.limit.${kind}`, async (bench) => {
      const [full, over] = [bench.figure * MB, bench.figure * MB + 1]

      expect((await upload(bench, kind, fileOf(kind, full))).json.errcode).toBe(0)
      expect((await upload(bench, kind, fileOf(kind, over))).json.errcode).not.toBe(0)
    })
  }

  fact('wecom.media.limit.voice', async (bench) => {
    const over = (await upload(bench, 'voice', fileOf('voice', bench.figure * MB + 1))).json.errcode

    expect(over).toBe(bench.set === 'documented' ? 45001 : 40006)
  })

  fact('wecom.media.limit.least', async (bench) => {
    const codes = [bench.figure, bench.figure + 1].map(
      async (bytes) => (await upload(bench, 'file', fileOf('file', bytes))).json.errcode,
    )

    expect(await Promise.all(codes)).toEqual([40006, 0])
  })

  fact('wecom.media.limit.seconds', async (bench) => {
    const lasting = (frames: number) => upload(bench, 'voice', fileOf('voice', AMR_HEAD + frames))
    const full = await lasting(bench.figure * FRAMES_PER_SECOND)
    const over = await lasting(bench.figure * FRAMES_PER_SECOND + 1)

    expect([full.json.errcode, over.json.errcode]).toEqual([0, 45007])
  })

  fact('wecom.media.limit.lifetime', async (bench) => {
    const id = await mediaIdOf(bench, 'file')
    bench.control.advance(bench.figure * DAY_MS - 1)
    const living = await fetchMedia(bench, id)
    bench.control.advance(1)

    expect(living.text).toMatch(/^%PDF/)
    expect((await fetchMedia(bench, id)).json.errcode).toBe(40007)
  })

  const mistakes: Readonly<Record<string, (bench: Bench) => Promise<RawAnswer>>> = {
    40004: (bench) => upload(bench, 'image', fileOf('file')),
    40005: (bench) => upload(bench, 'thumb', fileOf('file')),
    40006: (bench) => upload(bench, 'file', fileOf('file', 5)),
    40007: (bench) => fetchMedia(bench, 'unknown'),
    44001: (bench) => upload(bench, 'file', Buffer.alloc(0)),
    45007: (bench) => upload(bench, 'voice', fileOf('voice', 4000)),
    301017: (bench) => upload(bench, 'voice', fileOf('file')),
    301019: (bench) => {
      const image = { base64: fileOf('image').toString('base64'), md5: '0'.repeat(32) }
      return new WecomCaller(bench).robot({ msgtype: 'image', image })
    },
  }
  for (const [code, mistake] of Object.entries(mistakes)) {
    fact(`wecom.media.code.${code}`, async (bench) => expectCode(await mistake(bench), bench.code))
  }

  fact('wecom.media.behaviour.robot-bound', async (bench) => {
    const { media_id } = (await uploadToRobot(bench, 'file', fileOf('file'))).json
    const wecom = new WecomCaller(bench)
    const message = { msgtype: 'file', file: { media_id } }
    const other = bench.control.company().wecom.robots[1]?.key

    const codes = [wecom.robot(message), wecom.robot(message, other), wecom.send(message)]
    expect((await Promise.all(codes)).map(({ json }) => json.errcode)).toEqual([0, 40007, 40007])
  })

  fact('wecom.media.behaviour.empty-before-key', async (bench) => {
    const path = '/cgi-bin/webhook/upload_media?key=unknown&type=file'
    const wrongKey = await uploadTo(bench, path, fileOf('file'))

    expect((await uploadTo(bench, path, Buffer.alloc(0))).json.errcode).toBe(44001)
    expectCode(wrongKey, { code: 40058, text: bench.text })
  })

  fact.open('wecom.createdAt', 'wecom.media.behaviour.created-at', {
    string: async (bench) => expect(typeof (await createdAt(bench))).toBe('string'),
    number: async (bench) => expect(typeof (await createdAt(bench))).toBe('number'),
  })
})

async function fetchMedia(bench: Bench, id: string): Promise<RawAnswer> {
  const token = await new WecomCaller(bench).token()
  return bench.raw('GET', `/cgi-bin/media/get?access_token=${token}&media_id=${id}`)
}

async function createdAt(bench: Bench): Promise<unknown> {
  return (await upload(bench, 'file', fileOf('file'))).json.created_at
}
