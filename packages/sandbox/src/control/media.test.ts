import { expect, test } from 'vitest'
import { files, formOf } from '../wecom/test-files.ts'
import { refusal, startControlled } from './test-kit.ts'

test('uploads are listed, and their bytes can be read by id', async () => {
  const control = await startControlled()
  const { corpid, apps } = control.sandbox.control.company().wecom
  const token = await control.platform(`/cgi-bin/gettoken?corpid=${corpid}&corpsecret=${apps[0]?.secret}`)
  await control.platform(
    `/cgi-bin/media/upload?access_token=${Reflect.get(Object(token.body), 'access_token')}&type=file`,
    { method: 'POST', body: formOf(files.file('a.pdf')) },
  )

  const [media] = control.sandbox.control.media('wecom')
  const listed = await control.get('/media/wecom')
  const bytes = await fetch(`${control.sandbox.url}/_sandbox/media/wecom/${media?.id}`)

  expect(listed.body).toEqual([
    expect.objectContaining({ id: media?.id, kind: 'file', filename: 'a.pdf', size: 16, owner: null }),
  ])
  expect(await bytes.text()).toMatch(/^%PDF-1\.7/)
  expect(await control.get('/media/wecom/unknown')).toEqual(refusal('id', 'unknown', 404))
})
