import { expect, test } from 'vitest'
import { readMultipart } from './multipart.ts'

const TYPE = 'multipart/form-data; boundary=B'
const body = (...lines: string[]) => Buffer.from(lines.join('\r\n'))

test('a file is read byte by byte, with the name it is shown under', () => {
  const parts = readMultipart(
    TYPE,
    body(
      '--B',
      'Content-Disposition: form-data; name="media";filename="工资单.txt"; filelength=6',
      'Content-Type: application/octet-stream',
      '',
      'my\r\n--text',
      '--B--',
      '',
    ),
  )

  expect(parts).toEqual([
    {
      name: 'media',
      filename: '工资单.txt',
      contentType: 'application/octet-stream',
      bytes: Buffer.from('my\r\n--text'),
    },
  ])
})

test('fields and files stand in their order, and an empty file is an empty part', () => {
  const parts = readMultipart(
    'multipart/form-data; charset=utf-8; boundary="B"',
    body(
      '--B',
      'content-disposition: form-data; name=type',
      '',
      'image',
      '--B',
      'content-disposition: form-data; name="media"; filename="a\\"b.png"',
      '',
      '',
      '--B--',
    ),
  )

  expect(parts).toMatchObject([
    { name: 'type', filename: undefined, bytes: Buffer.from('image') },
    { name: 'media', filename: 'a"b.png', bytes: Buffer.alloc(0) },
  ])
})

test.each([
  ['another content type', 'application/json', '{}'],
  ['no boundary', 'multipart/form-data', '--B--'],
  ['another boundary', TYPE, '--C\r\n\r\n--C--'],
  ['a body that breaks off', TYPE, '--B\r\nContent-Disposition: form-data; name="media"\r\n\r\nmy'],
  ['a part without headers', TYPE, '--B\r\nmy\r\n--B--'],
])('%s is no multipart body', (_, contentType, text) => {
  expect(readMultipart(contentType, Buffer.from(text))).toBeUndefined()
})

test('what fetch sends is read', async () => {
  const form = new FormData()
  form.append('media', new File(['hello'], '附件 1.pdf', { type: 'application/pdf' }))
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form })
  const contentType = request.headers.get('content-type') ?? ''

  const parts = readMultipart(contentType, Buffer.from(await request.arrayBuffer()))

  expect(parts).toEqual([
    { name: 'media', filename: '附件 1.pdf', contentType: 'application/pdf', bytes: Buffer.from('hello') },
  ])
})
