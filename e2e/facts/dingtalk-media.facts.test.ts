import { expect } from 'vitest'
import { expectAccepted, expectCode } from './dingtalk-caller.ts'
import { NewHostCaller } from './dingtalk-new-host.ts'
import { proveFacts } from './prove.ts'
import { expectLike } from './shape.ts'

const MEBIBYTE = 1024 * 1024
const YEAR_MS = 365 * 86_400_000

proveFacts('dingtalk.media', (fact) => {
  fact('dingtalk.media.endpoint.upload', async (bench) => {
    expect(bench.endpoint).toEqual({ method: 'POST', path: '/media/upload' })
    expectAccepted(await new NewHostCaller(bench).upload('a.png', 'image'))
  })

  fact.under({ 'dingtalk.successErrcode': 'number' }, 'dingtalk.media.example.upload', async (bench) => {
    expectLike(await new NewHostCaller(bench).upload('a.png', 'image'), bench.response, ['errmsg', 'type'])
  })

  for (const [type, filename] of [
    ['image', 'a.png'],
    ['voice', 'a.amr'],
    ['video', 'a.mp4'],
    ['file', 'a.pdf'],
  ] as const) {
    fact(`dingtalk.media.limit.${type}`, async (bench) => {
      const dingtalk = new NewHostCaller(bench)

      expectAccepted(await dingtalk.upload(filename, type, bench.figure * MEBIBYTE))
      expect(
        (await dingtalk.upload(filename, type, bench.figure * MEBIBYTE + 1)).json.media_id,
      ).toBeUndefined()
    })
  }

  for (const [code, filename, type, bytes] of [
    ['40004', 'a.png', 'picture', 8],
    ['40005', 'a.exe', 'file', 8],
    ['44001', 'a.png', 'image', 0],
  ] as const) {
    fact(`dingtalk.media.code.${code}`, async (bench) => {
      expectCode(await new NewHostCaller(bench).upload(filename, type, bytes), bench.code)
    })
  }

  for (const code of ['45001', '40006']) {
    fact.under({ 'dingtalk.mediaTooLarge': code }, `dingtalk.media.code.${code}`, async (bench) => {
      bench.control.setLimits({ 'dingtalk.mediaImageBytes': 7 })

      expectCode(await new NewHostCaller(bench).upload('a.png', 'image', 8), bench.code)
    })
  }

  fact('dingtalk.media.code.41005', async (bench) => {
    const path = `/media/upload?access_token=${await new NewHostCaller(bench).token()}&type=image`
    const headers = { 'content-type': 'multipart/form-data; boundary=B' }
    const body = '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--B--\r\n'

    expectCode(await bench.raw('POST', path, { headers, body }), bench.code)
  })

  fact('dingtalk.media.code.43008', async (bench) => {
    expectCode(await new NewHostCaller(bench).post('/media/upload', {}), bench.code)
  })

  fact('dingtalk.media.behaviour.no-expiry', async (bench) => {
    const dingtalk = new NewHostCaller(bench)
    const image = { media_id: await dingtalk.mediaId('a.png', 'image') }
    bench.control.advance(YEAR_MS)

    expectAccepted(await dingtalk.send({ msgtype: 'image', image }, {}, 'ops'))
  })
})
