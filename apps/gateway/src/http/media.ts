import { Readable } from 'node:stream'
import { MEDIA_KINDS, MediaId, MediaName, MediaSource, MediaView, Refusal } from '@hongyan/contract'
import * as z from 'zod'
import { addMedia } from '../media/add.ts'
import type { MediaRow } from '../store/store.ts'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'
import { parseInput } from './validation.ts'
import { instant } from './views.ts'

/** What a file is, where its bytes are the body. */
const FileQuery = z.strictObject({ kind: z.enum(MEDIA_KINDS).optional(), name: MediaName.optional() })
const FileFacts = z.strictObject({ kind: z.enum(MEDIA_KINDS), name: MediaName })

export function mediaRoutes({ store, clock, mediaSources }: Services): Route[] {
  return [
    route<undefined, z.infer<typeof FileQuery>, unknown, MediaView>({
      method: 'POST',
      path: '/v1/media',
      tag: 'media',
      summary: text(
        '上传文件，供消息携带：请求体就是文件（?kind=&name=），或用 JSON 给出地址',
        'Keep a file for messages: the body is the file (?kind=&name=), or JSON that names an address',
      ),
      scope: 'send',
      query: FileQuery,
      rawBody: MediaSource,
      takesFiles: true,
      status: 201,
      result: MediaView,
      problems: ['missing_field', 'media_empty', 'media_too_large', 'media_url_refused', 'media_unreachable'],
      async handle({ query, body, principal: { client } }) {
        const { facts, bytes } = await fileOf(query, body, mediaSources)
        return mediaView(await addMedia({ client, ...facts, now: clock.now(), bytes }, store))
      },
    }),
    route({
      method: 'GET',
      path: '/v1/media/:id',
      tag: 'media',
      summary: text('查看一个文件', 'One file'),
      scope: 'read',
      params: z.strictObject({ id: MediaId }),
      status: 200,
      result: MediaView,
      problems: ['not_found'],
      async handle({ params: { id } }) {
        const row = await store.media(id)
        if (!row) throw new Refusal('not_found', { field: 'id', value: id })
        return mediaView(row)
      },
    }),
  ]
}

async function fileOf(query: z.infer<typeof FileQuery>, body: unknown, sources: Services['mediaSources']) {
  if (body instanceof Readable) return { facts: parseInput(FileFacts, query), bytes: body }
  if (body === undefined) throw new Refusal('media_empty', { field: 'body' })
  const { url, ...facts } = parseInput(MediaSource, body)
  return { facts, bytes: await sources.open(url) }
}

const mediaView = ({ id, kind, name, bytes, sha256, createdAt }: MediaRow): MediaView => ({
  id,
  kind,
  name,
  bytes,
  sha256,
  createdAt: instant(createdAt),
})
