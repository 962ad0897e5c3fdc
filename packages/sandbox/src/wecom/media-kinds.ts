import type { World } from '../world.ts'
import { amrDurationMs, isAmr } from './amr.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { ErrorCode } from './errors.ts'

export type MediaKind = 'image' | 'voice' | 'video' | 'file'

interface KindRules {
  /** The limit that holds its largest size in bytes. */
  readonly limit: string
  /** The code that names this kind's size alone. */
  readonly tooLarge: ErrorCode
  contentTypeOf(bytes: Buffer): string | undefined
  readonly wrongFormat: ErrorCode
}

/** 《上传临时素材》, developer.work.weixin.qq.com/document/path/90253, 2024-07-22. */
const rules: Readonly<Record<MediaKind, KindRules>> = {
  image: { limit: 'wecom.imageBytes', tooLarge: 40009, contentTypeOf: pictureType, wrongFormat: 40004 },
  voice: {
    limit: 'wecom.voiceBytes',
    tooLarge: 40006,
    contentTypeOf: (bytes) => (isAmr(bytes) ? 'audio/amr' : undefined),
    wrongFormat: 301017,
  },
  video: {
    limit: 'wecom.videoBytes',
    tooLarge: 40011,
    contentTypeOf: (bytes) => (bytes.subarray(4, 8).toString('latin1') === 'ftyp' ? 'video/mp4' : undefined),
    wrongFormat: 40004,
  },
  file: {
    limit: 'wecom.fileBytes',
    tooLarge: 40006,
    contentTypeOf: () => 'application/octet-stream',
    wrongFormat: 40004,
  },
}

/** A file has more than so many bytes, whatever its kind. */
const LEAST_BYTES = 5
const LONGEST_VOICE_MS = 60_000

export function isMediaKind(type: string | null): type is MediaKind {
  return type !== null && Object.hasOwn(rules, type)
}

/** What is wrong with a file of this kind, or its content type. Nothing at all is judged before size and format. */
export function judgeFile(kind: MediaKind, bytes: Buffer, world: World): string | Refusal {
  const { limit, tooLarge, contentTypeOf, wrongFormat } = rules[kind]
  if (bytes.length === 0) return refuse('wecom.media.empty', 44001)
  if (bytes.length <= LEAST_BYTES) return refuse('wecom.media.tooSmall', 40006)
  if (bytes.length > (world.limits.get(limit) ?? Number.POSITIVE_INFINITY)) {
    const byKind = world.profiles.get('wecom.tooLargeMedia') === 'by_kind'
    return refuse('wecom.media.tooLarge', byKind ? tooLarge : 45001)
  }
  const contentType = contentTypeOf(bytes)
  if (contentType === undefined) return refuse('wecom.media.wrongFormat', wrongFormat)
  if (kind === 'voice' && amrDurationMs(bytes) > LONGEST_VOICE_MS) {
    return refuse('wecom.media.voiceTooLong', 45007)
  }
  return contentType
}

/** JPG and PNG are told by how they begin, not by their names. */
export function pictureType(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  return bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47])) ? 'image/png' : undefined
}
