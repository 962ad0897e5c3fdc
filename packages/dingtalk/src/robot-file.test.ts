import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { inspect } from 'node:util'
import type { CallRecord } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { serveHttp } from '../../../e2e/setup/loopback.ts'
import { shownBy } from '../../../e2e/setup/shown.ts'
import { APP_KEY, clientOf, startPlatformWithToken } from './test-kit.ts'

const DOWNLOAD = '/v1.0/robot/messageFiles/download'

/** Keeps what it is given. */
function bucket() {
  const pieces: Buffer[] = []
  const to = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece)
      done()
    },
  })
  // A broken download destroys it, and that is the call's failure.
  to.on('error', () => undefined)
  return { to, bytes: () => Buffer.concat(pieces) }
}

const platformPointingTo = (downloadUrl: unknown) => startPlatformWithToken(() => ({ downloadUrl }))

describe('a file that was sent to the robot', () => {
  it('has an address, asked for by its code', async () => {
    const downloadUrl = 'http://files.example/a.file?Expires=1700000000'
    const platform = await platformPointingTo(downloadUrl)

    expect(await clientOf(platform).robot.files.getDownloadUrl('code-1')).toBe(downloadUrl)
    expect(JSON.parse(platform.last(DOWNLOAD).body)).toEqual({ downloadCode: 'code-1', robotCode: APP_KEY })
  })

  it.each([undefined, '', 'file:///etc/passwd', 'http://'])(
    'has no address that is %j',
    async (downloadUrl) => {
      const platform = await platformPointingTo(downloadUrl)

      expect(await failureOf(clientOf(platform).robot.files.getDownloadUrl('c'))).toMatchObject({
        kind: 'ambiguous',
      })
    },
  )

  it('is fetched whole, with the query its address came with and without our token', async () => {
    const content = randomBytes(300_000)
    const store = await serveHttp((request, response) => {
      expect(request.headers['x-acs-dingtalk-access-token']).toBeUndefined()
      response.end(content)
    })
    const platform = await platformPointingTo(`${store.origin}/a.file?Expires=1&Signature=a%2Bb`)
    const { to, bytes } = bucket()

    expect(await clientOf(platform).robot.files.download('c', to)).toEqual({ bytes: 300_000 })
    expect(bytes().equals(content)).toBe(true)
    expect(to.writableFinished).toBe(true)
    expect(store.seen).toEqual(['GET /a.file?Expires=1&Signature=a%2Bb'])
  })

  it('that has expired is refused, and the address’s signature is in no error', async () => {
    const store = await startPlatform(({ rawQuery }) => ({ status: 403, text: `<Error>${rawQuery}</Error>` }))
    const platform = await platformPointingTo(`${store.url}/a.file?Signature=canary-signature`)
    const { to } = bucket()

    const failure = await failureOf(clientOf(platform).robot.files.download('c', to))

    expect(failure).toMatchObject({
      kind: 'rejected',
      status: 403,
      remedy: { zh: expect.stringContaining('过期') },
    })
    expect(shownBy(failure, [])).not.toContain('canary-signature')
  })

  it('leaves its address’s signature in no record', async () => {
    const records: CallRecord[] = []
    const store = await serveHttp((_request, response) => response.end('a'))
    const platform = await platformPointingTo(`${store.origin}/a.file?Signature=canary-signature`)
    const { files } = clientOf(platform, { hooks: { onCall: (record) => records.push(record) } }).robot

    await files.download('c', bucket().to)

    expect(records.map(({ path }) => path)).toContain('/a.file')
    const shown = records.map((record) => `${inspect(record)} ${record.requestBody()} ${record.answerBody()}`)
    expect(shown.join()).not.toContain('canary-signature')
  })

  it('longer than allowed breaks off', async () => {
    const store = await serveHttp((_request, response) => response.end(new Uint8Array(101)))
    const platform = await platformPointingTo(`${store.origin}/a.file`)
    const { to } = bucket()

    const failure = await failureOf(clientOf(platform).robot.files.download('c', to, { maxBytes: 100 }))

    expect(failure).toMatchObject({ kind: 'ambiguous', message: expect.stringContaining('100 bytes') })
    expect(to.destroyed).toBe(true)
  })

  it('without code is not asked for', async () => {
    const { files } = clientOf({ url: 'http://127.0.0.1:9' }).robot

    expect(await failureOf(files.getDownloadUrl(''))).toMatchObject({
      kind: 'invalid',
      field: 'downloadCode',
    })
  })
})
