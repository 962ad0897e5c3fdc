import { InputCheck, sizeOf, type UploadSource, type Warning } from '@hongyan/platform-call'
import { readText } from './answer-fields.ts'
import { type Success, unusableAnswer } from './api.ts'
import { ADVISED_IMAGE_BYTES, EMPTY_MEDIA_BYTES, MAX_MEDIA_BYTES, MEDIA_LIFETIME_MS } from './limits.ts'

/** What a media_id may be used for: the message type of the same name (`image` also for thumbnails). */
export type MediaKind = 'image' | 'voice' | 'video' | 'file'

/**
 * A file to upload. Images are JPG or PNG up to 10 MB, voice is AMR up to 2 MB and 60 s, video MP4 up to 10 MB, a file
 * anything up to 20 MB; each more than 5 bytes.
 */
export interface MediaFile {
  /** As people will see it. */
  readonly filename: string
  /** Bytes, a `Blob` (of a file: `await openAsBlob(path)` from node:fs), or your own stream of known size; read piece by piece. */
  readonly source: UploadSource
}

/** What an upload gives. */
export interface UploadedMedia {
  readonly type: MediaKind
  readonly media_id: string
  /** By the platform's clock. Unit: seconds. */
  readonly created_at: number
  /** From then on the platform refuses the media_id (40007): three days after the upload. Unit: milliseconds, business time. */
  readonly expiresAt: number
  readonly warnings: readonly Warning[]
}

/** Holds a file against what its kind allows: size, and the first bytes that tell its format. */
export async function checkMediaFile(
  endpoint: string,
  kind: MediaKind,
  file: MediaFile,
  maxBytes: number = MAX_MEDIA_BYTES[kind],
): Promise<readonly Warning[]> {
  const check = new InputCheck('wecom', endpoint)
  check.object('file', file)
  check.text('file.filename', file.filename)
  if (!isSource(file.source)) check.refuse('file.source', NO_SOURCE)
  const size = sizeOf(file.source)
  if (size <= EMPTY_MEDIA_BYTES)
    check.refuse('file.source', TOO_SMALL, { limit: EMPTY_MEDIA_BYTES + 1, actual: size, unit: 'bytes' })
  check.atMost('file.source', maxBytes, size, 'bytes')
  if (kind === 'image') check.advise('file.source', ADVISED_IMAGE_BYTES, size, 'bytes', MAY_BE_REFUSED)
  const format = FORMATS[kind]
  if (format && !format.fits(await beginning(check, file.source))) check.refuse('file.source', format.remedy)
  return check.warnings
}

/** Reads the answer of an upload; `askedAt` is business time. */
export function readUploaded(endpoint: string, type: MediaKind, answer: Success, askedAt: number) {
  const media_id = readText(answer.media_id)
  if (media_id === '') throw unusableAnswer(endpoint, 'media_id')
  return {
    type,
    media_id,
    created_at: Number(answer.created_at) || 0,
    expiresAt: askedAt + MEDIA_LIFETIME_MS,
  }
}

const isSource = (source: unknown): source is UploadSource =>
  source instanceof Uint8Array ||
  (typeof source === 'object' &&
    source !== null &&
    'stream' in source &&
    'size' in source &&
    Number.isSafeInteger(source.size))

/** JPG or PNG by its first bytes. */
export const isPicture = (head: Buffer): boolean =>
  head.subarray(0, 3).equals(JPG) || head.subarray(0, PNG.length).equals(PNG)

const JPG = Buffer.from([0xff, 0xd8, 0xff])
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const FORMATS = {
  image: {
    fits: isPicture,
    remedy: {
      zh: '图片只支持 JPG、PNG 格式，内容不是。',
      en: 'An image is JPG or PNG; this content is neither.',
    },
  },
  voice: {
    fits: (head: Buffer) => head.toString('latin1', 0, 5) === '#!AMR',
    remedy: { zh: '语音只支持 AMR 格式，内容不是。', en: 'A voice message is AMR; this content is not.' },
  },
  video: {
    fits: (head: Buffer) => head.toString('latin1', 4, 8) === 'ftyp',
    remedy: { zh: '视频只支持 MP4 格式，内容不是。', en: 'A video is MP4; this content is not.' },
  },
  file: undefined,
} as const

/** Where the formats tell themselves. Unit: bytes. */
const BEGINNING_BYTES = 12

async function beginning(check: InputCheck, source: UploadSource): Promise<Buffer> {
  if (source instanceof Uint8Array) return Buffer.from(source.subarray(0, BEGINNING_BYTES))
  const head: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of source.stream()) {
      head.push(chunk)
      bytes += chunk.byteLength
      if (bytes >= BEGINNING_BYTES) break
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    check.refuse('file.source', {
      zh: `无法读取要上传的内容：${why}`,
      en: `The source cannot be read: ${why}`,
    })
  }
  return Buffer.concat(head).subarray(0, BEGINNING_BYTES)
}

const NO_SOURCE = {
  zh: 'file.source 须为 Uint8Array、Blob，或带 size 与 stream() 的对象。',
  en: 'file.source is a Uint8Array, a Blob, or an object with size and stream().',
}
const TOO_SMALL = {
  zh: `文件须大于 ${EMPTY_MEDIA_BYTES} 字节。`,
  en: `A file has more than ${EMPTY_MEDIA_BYTES} bytes.`,
}
const MAY_BE_REFUSED = {
  zh: '图片超过 5 MB，平台可能拒收（45001）；文档各处写法不一，上限 10 MB。',
  en: 'Images over 5 MB may be refused (45001): the platform’s pages disagree; none allows more than 10 MB.',
}
