import { InputCheck, sizeOf, type UploadSource, uploadForm, type Warning } from '@hongyan/platform-call'
import { integerOf, textOf } from './answer-fields.ts'
import { type DingTalkApi, unusableAnswer } from './api.ts'
import { MAX_MEDIA_BYTES, MAX_WORK_FILE_BYTES, MEDIA_FORMATS, type MediaType } from './limits.ts'

/** A file to be uploaded. */
export interface MediaUpload {
  readonly type: MediaType
  /** As people will see it; its ending must be one of the kind's formats. */
  readonly filename: string
  /** Bytes, a `Blob` (of a file: `await openAsBlob(path)` from node:fs), or a stream of known size; never held whole. */
  readonly source: UploadSource
  /** MIME type. Default `application/octet-stream`. */
  readonly contentType?: string | undefined
}

/** An uploaded file. */
export interface Media {
  /** Begins with `@` or `$`; usable only inside DingTalk, as often as wanted, and never expires. */
  readonly media_id: string
  readonly type: MediaType
  /** Unix milliseconds. */
  readonly created_at: number | undefined
  readonly warnings: readonly Warning[]
}

/** Files for messages. */
export interface MediaFiles {
  /**
   * Uploads a file piece by piece. image: jpg, gif, png, bmp; voice: amr, mp3, wav, at most 2 MB; video: mp4; file: doc(x),
   * xls(x), ppt(x), zip, pdf, rar; all but voice at most 20 MB. Source: 钉钉「上传媒体文件」, 2026-06-01.
   *
   * @throws InvalidInputError before anything is sent, if kind, size or format are not taken; NotSentError, RejectedError,
   * ThrottledError, TokenError, AmbiguousError
   */
  upload(upload: MediaUpload): Promise<Media>
}

const UPLOAD = '/media/upload'

export function createMediaFiles(api: DingTalkApi): MediaFiles {
  return {
    async upload(upload) {
      const warnings = checkUpload(upload)
      const { type, filename, source, contentType } = upload
      const form = uploadForm({ field: 'media', filename, source, contentType })
      // As a form field `type` has been overlooked (40004); in the query it is not.
      const success = await api.request('POST', UPLOAD, { query: { type }, ...form })
      const media_id = textOf(success.body.media_id)
      if (media_id === undefined) throw unusableAnswer(`POST ${UPLOAD}`, 'media_id', success)
      return { media_id, type, created_at: integerOf(success.body.created_at), warnings }
    },
  }
}

function checkUpload({ type, filename, source }: MediaUpload): readonly Warning[] {
  const check = new InputCheck('dingtalk', `POST ${UPLOAD}`)
  check.text('type', type)
  check.oneOf('type', type, Object.keys(MEDIA_FORMATS))
  check.text('filename', filename)
  const format = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? ''
  if (!MEDIA_FORMATS[type].includes(format)) check.refuse('filename', wrongFormat(type))
  check.object('source', source)
  const size = sizeOf(source)
  if (!Number.isSafeInteger(size) || size < 1) check.refuse('source', EMPTY)
  check.atMost('source', MAX_MEDIA_BYTES[type], size, 'bytes')
  if (type === 'file') check.advise('source', MAX_WORK_FILE_BYTES, size, 'bytes', NOT_IN_WORK_NOTIFICATIONS)
  if (type === 'voice' && format !== 'amr') check.warn('filename', NO_AMR)
  return check.warnings
}

const wrongFormat = (type: MediaType) => ({
  zh: `${type} 类型的文件名应以 ${MEDIA_FORMATS[type].map((each) => `.${each}`).join('、')} 结尾。`,
  en: `A file of type ${type} ends in ${MEDIA_FORMATS[type].map((each) => `.${each}`).join(', ')}.`,
})
const EMPTY = {
  zh: '文件为空，或数据流没有给出大小（size）。',
  en: 'The file is empty, or the stream does not say its size.',
}
const NOT_IN_WORK_NOTIFICATIONS = {
  zh: '超过 10 MB 的文件可以上传，但不能用于工作通知，只能由机器人发送。',
  en: 'A file of over 10 MB can be uploaded but not sent as a work notification, only by a robot.',
}
const NO_AMR = {
  zh: '工作通知的语音只支持 AMR，机器人支持 ogg 与 amr；其他格式可能无法播放。',
  en: 'Work notifications play AMR only, robots ogg and amr; another format may not be playable.',
}
