import { isRefusal, type Reply, refuse } from './envelope.ts'
import type { Endpoint } from './gate.ts'
import { isMediaKind } from './media-kinds.ts'
import type { MediaShelf } from './media-shelf.ts'

/** POST /cgi-bin/media/upload: 《上传临时素材》, 90253, 2024-07-22. The page says errmsg "". */
export function mediaUpload(shelf: MediaShelf): Endpoint {
  return ({ query, files, at }) => {
    const type = query.get('type')
    if (!isMediaKind(type)) return refuse('wecom.media.typeUnknown', 40005)
    return shelf.uploaded(shelf.upload(type, files[0], at), '')
  }
}

/** GET /cgi-bin/media/get: the bytes, or a JSON envelope if there are none to give. */
export function mediaGet(shelf: MediaShelf): Endpoint {
  return ({ query, at }): Reply => {
    const media = shelf.use(query.get('media_id') ?? '', undefined, at)
    if (isRefusal(media)) return media
    const disposition = `attachment; filename="${media.filename.replaceAll('"', '%22')}"`
    return {
      rule: 'wecom.media.downloaded',
      file: { bytes: media.bytes, contentType: media.contentType, disposition },
    }
  }
}
