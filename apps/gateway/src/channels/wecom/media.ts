import type { MediaRule } from '../channel.ts'

const SOURCE = { page: '企业微信「上传临时素材」', date: '2024-07-22' } as const
const MEGABYTE = 1024 * 1024
/** Every file has more than five bytes. */
const minBytes = 6

/** Pictures up to 10 MB by the page, up to 5 MB by the help for error 45001; the stricter one holds here. */
export const APP_MEDIA = {
  image: { minBytes, maxBytes: 5 * MEGABYTE, endings: ['jpg', 'jpeg', 'png'], source: SOURCE },
  voice: { minBytes, maxBytes: 2 * MEGABYTE, endings: ['amr'], source: SOURCE },
  video: { minBytes, maxBytes: 10 * MEGABYTE, endings: ['mp4'], source: SOURCE },
  file: { minBytes, maxBytes: 20 * MEGABYTE, source: SOURCE },
} as const satisfies Record<string, MediaRule>
