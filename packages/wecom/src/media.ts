import type { IncomingHttpHeaders } from 'node:http'
import type { Writable } from 'node:stream'
import { type AnswerHead, type Clock, InputCheck, isRecord, uploadForm } from '@hongyan/platform-call'
import { readNumber, readText } from './answer-fields.ts'
import { unusableAnswer, type WecomApi } from './api.ts'
import { MAX_RECEIVED_MEDIA_BYTES, MAX_UPLOADIMG_BYTES } from './limits.ts'
import {
  checkMediaFile,
  type MediaFile,
  type MediaKind,
  readUploaded,
  type UploadedMedia,
} from './media-file.ts'

/** Files on the platform, shared by the apps of a corp; robots have their own. */
export interface Media {
  /**
   * Uploads a file for three days, piece by piece. The platform also limits voice to 60 s (45007), which is not looked at
   * here. Source: 企业微信「上传临时素材」, 2024-07-22.
   *
   * @throws InvalidInputError (size or format), NotSentError (also where the source fails on the way), RejectedError,
   * ThrottledError, TokenError, AmbiguousError
   */
  upload(type: MediaKind, file: MediaFile): Promise<UploadedMedia>
  /**
   * Fetches a file into `to`, no faster than that takes it; `to` is ended when all is there and destroyed if the transfer
   * fails. A refusal (40007: expired or unknown) writes nothing and leaves `to` open.
   *
   * @throws RejectedError, ThrottledError, TokenError, NotSentError, AmbiguousError
   */
  get(media_id: string, to: Writable): Promise<ReceivedMedia>
  /**
   * Uploads a picture (JPG or PNG up to 2 MB) for the text of `mpnews`; its address never expires and is shown inside WeCom
   * only. At most 1 000 a day and 3 000 a month per corp. Source: 企业微信「上传图片」.
   *
   * @throws as `upload`
   */
  uploadimg(file: MediaFile): Promise<string>
}

/** What was fetched. */
export interface ReceivedMedia {
  /** As it was uploaded; empty if the platform names none. */
  readonly filename: string
  readonly contentType: string
  readonly bytes: number
}

const UPLOAD = '/cgi-bin/media/upload'
const UPLOADIMG = '/cgi-bin/media/uploadimg'
const GET = '/cgi-bin/media/get'

export function createMedia(api: WecomApi, clock: Clock): Media {
  return {
    async upload(type, file) {
      const endpoint = `POST ${UPLOAD}`
      new InputCheck('wecom', endpoint).oneOf('type', type ?? null, ['image', 'voice', 'video', 'file'])
      const warnings = await checkMediaFile(endpoint, type, file)
      const askedAt = clock.now()
      const answer = await api.request('POST', UPLOAD, {
        query: { type },
        form: uploadForm({ field: 'media', ...file }),
      })
      return { ...readUploaded(endpoint, type, answer, askedAt), warnings }
    },
    async get(media_id, to) {
      new InputCheck('wecom', `GET ${GET}`).text('media_id', media_id)
      const answer = await api.download(GET, {
        query: { media_id },
        maxAnswerBytes: MAX_RECEIVED_MEDIA_BYTES,
        receive: (head) => (isFile(head) ? to : undefined),
      })
      if (!isRecord(answer.headers)) throw unusableAnswer(`GET ${GET}`, 'file')
      return {
        filename: filenameOf(answer.headers),
        contentType: readText(answer.headers['content-type']),
        bytes: readNumber(answer.bytes),
      }
    },
    async uploadimg(file) {
      const endpoint = `POST ${UPLOADIMG}`
      await checkMediaFile(endpoint, 'image', file, MAX_UPLOADIMG_BYTES)
      const { url } = await api.request('POST', UPLOADIMG, { form: uploadForm({ field: 'media', ...file }) })
      if (typeof url === 'string' && url !== '') return url
      throw unusableAnswer(endpoint, 'url')
    },
  }
}

/** A file says so in its head; a refusal is JSON, and so may be a file. */
function isFile({ status, headers }: AnswerHead): boolean {
  if (status !== 200 || headers['error-code'] !== undefined) return false
  if (headers['content-disposition'] !== undefined) return true
  return !/json|text\/(?:plain|html)/.test(headers['content-type'] ?? 'json')
}

/** `attachment; filename="a.pdf"`; a name outside ASCII comes as raw UTF-8 or as `filename*=utf-8''…`. */
function filenameOf(headers: Readonly<Record<string, unknown>>): string {
  const disposition = readText(headers['content-disposition' satisfies keyof IncomingHttpHeaders])
  const [, encoded] = /filename\*=utf-8''([^;\s]+)/i.exec(disposition) ?? []
  if (encoded !== undefined) return decoded(encoded)
  const [, quoted, bare] = /filename=(?:"([^"]*)"|([^;\s]+))/i.exec(disposition) ?? []
  return asUtf8(quoted ?? bare ?? '')
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name // Not encoded as announced: better the raw name than none.
  }
}

/** Headers are read byte by byte; a name whose bytes are UTF-8 becomes readable again. */
function asUtf8(name: string): string {
  const bytes = Buffer.from(name, 'latin1')
  const utf8 = bytes.toString('utf8')
  return bytes.toString('latin1') !== name || utf8.includes('\ufffd') ? name : utf8
}
