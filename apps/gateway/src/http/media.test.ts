import { createHash, randomBytes } from 'node:crypto'
import { MediaView } from '@hongyan/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_MEDIA_BYTES } from '../media/add.ts'
import { startTestGateway } from './test-gateway.ts'

let gateway: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  gateway = await startTestGateway()
})
afterAll(() => gateway.close())

const upload = (query: string, body: string | Uint8Array<ArrayBuffer>, type = 'application/pdf') =>
  fetch(`${gateway.url}/v1/media${query}`, {
    method: 'POST',
    headers: { 'accept-language': 'en', 'content-type': type },
    body,
  })

describe('a file', () => {
  test('is kept as it was sent, with its hash', async () => {
    const bytes = randomBytes(600_000)

    const answer = await upload(`?kind=file&name=${encodeURIComponent('月报.pdf')}`, bytes)

    expect(answer.status).toBe(201)
    const view = MediaView.parse(await answer.json())
    expect(view).toMatchObject({
      kind: 'file',
      name: '月报.pdf',
      bytes: 600_000,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    expect(await (await gateway.call('GET', `/v1/media/${view.id}`)).json()).toEqual(view)
  })

  test('of exactly the largest size is kept, and one byte more is refused', async () => {
    const full = Buffer.alloc(MAX_MEDIA_BYTES)

    expect((await upload('?kind=file&name=a.zip', full)).status).toBe(201)
    const answer = await upload('?kind=file&name=a.zip', Buffer.concat([full, Buffer.of(0)]))

    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'media_too_large' })
  })

  test.each([
    ['without a kind', '?name=a.pdf', 'x', { code: 'missing_field', field: 'kind' }],
    ['of no known kind', '?kind=pdf&name=a.pdf', 'x', { code: 'value_not_allowed', field: 'kind' }],
    ['whose name is a path', '?kind=file&name=..%2Fa.pdf', 'x', { code: 'malformed', field: 'name' }],
    ['without bytes', '?kind=file&name=a.pdf', '', { code: 'media_empty' }],
  ])('%s is refused', async (_what, query, body, problem) => {
    const answer = await upload(query, body)

    expect(await answer.json()).toMatchObject(problem)
  })

  test('named by an address inside the company is not fetched', async () => {
    const answer = await gateway.call('POST', '/v1/media', {
      url: `${gateway.url}/livez`,
      kind: 'file',
      name: 'a.txt',
    })

    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'media_url_refused', field: 'url' })
  })

  test('nobody has is not found', async () => {
    const answer = await gateway.call('GET', '/v1/media/019341a1-0000-7000-8000-000000000000')

    expect(answer.status).toBe(404)
  })
})
