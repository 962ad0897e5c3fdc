import { isRefusal, refuse } from './envelope.ts'
import type { MediaKind } from './media-kinds.ts'
import type { BodyReader, Reading } from './message-body.ts'
import { cutBytes } from './truncation.ts'

/** Bytes; 《发送应用消息》, 90236, 2025-09-24. Beyond them the copy is cut. */
const VIDEO_TITLE_BYTES = 128
const VIDEO_DESCRIPTION_BYTES = 512

/** The only files that can be shown without being passed on (safe 1); 《发送应用消息》, 90236, 2025-09-24. */
const SAFE_FILES = /\.(?:txt|pdf|doc|docx|ppt|pptx|xls|xlsx|xml|jpg|jpeg|png|bmp|gif)$/i

/** image and voice are nothing but an upload. */
export function mediaReader(kind: MediaKind): BodyReader {
  return (body, { useMedia }) => {
    const media = useMedia(body.text('media_id'), kind)
    return isRefusal(media) ? media : { media_id: media.id }
  }
}

export const readFile: BodyReader = (body, reading) => {
  const media = reading.useMedia(body.text('media_id'), 'file')
  if (isRefusal(media)) return media
  if (isUnsafe(media.filename, reading)) return refuse('wecom.file.cannotBeSafe', 40004)
  return { media_id: media.id }
}

export const readVideo: BodyReader = (body, { useMedia }) => {
  const media = useMedia(body.text('media_id'), 'video')
  if (isRefusal(media)) return media
  return {
    media_id: media.id,
    title: cutBytes(body.text('title'), VIDEO_TITLE_BYTES),
    description: cutBytes(body.text('description'), VIDEO_DESCRIPTION_BYTES),
  }
}

function isUnsafe(filename: string, { safe, profiles }: Reading): boolean {
  return safe === 1 && profiles.get('wecom.unsafeFile') === '40004' && !SAFE_FILES.test(filename)
}
