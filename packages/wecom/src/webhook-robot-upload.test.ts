import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { KEY, PNG, platformAndRobot } from './test-robot.ts'

describe('an upload of a robot', () => {
  const UPLOAD = '/cgi-bin/webhook/upload_media'
  const UPLOADED = {
    errcode: 0,
    errmsg: 'ok',
    type: 'file',
    media_id: '3h9Ps2X6_-HSlzx',
    created_at: '1709387991',
  }

  it('gives a media_id of three days', async () => {
    const { platform, robot } = await platformAndRobot(UPLOADED)

    const uploaded = await robot.upload('file', { filename: 'a.txt', source: Buffer.from('mytext') })

    expect(uploaded).toMatchObject({
      media_id: '3h9Ps2X6_-HSlzx',
      created_at: 1_709_387_991,
      expiresAt: 259_201_000,
    })
    expect(platform.last(UPLOAD)).toMatchObject({ query: { key: KEY, type: 'file' } })
    expect(platform.last(UPLOAD).body).toContain('name="media"; filename="a.txt"; filelength=6')
  })

  it('with a wrong key is refused as a parameter', async () => {
    const { robot } = await platformAndRobot({ errcode: 40058, errmsg: "invalid param 'key'" })

    const failure = await failureOf(robot.upload('file', { filename: 'a', source: Buffer.from('mytext') }))

    expect(failure).toMatchObject({ kind: 'rejected', code: '40058', platformMessage: "invalid param 'key'" })
  })

  it.each([
    ['file', 20 * 1024 * 1024],
    ['voice', 2 * 1024 * 1024],
  ] as const)('of a %s of more than %i bytes is refused before the call', async (type, limit) => {
    const { platform, robot } = await platformAndRobot(UPLOADED)
    const source = (size: number) => Buffer.concat([Buffer.from('#!AMR\n')], size)

    expect(await failureOf(robot.upload(type, { filename: 'a', source: source(limit + 1) }))).toMatchObject({
      limit,
    })
    expect(platform.requests).toEqual([])
    expect(await robot.upload(type, { filename: 'a', source: source(limit) })).toMatchObject({ type })
  })

  it('of a kind that robots do not have is refused before the call', async () => {
    const { platform, robot } = await platformAndRobot(UPLOADED)
    const type: string = 'image'

    const failure = await failureOf(robot.upload(type as 'file', { filename: 'a', source: PNG }))

    expect(failure).toMatchObject({ field: 'type' })
    expect(platform.requests).toEqual([])
  })
})
