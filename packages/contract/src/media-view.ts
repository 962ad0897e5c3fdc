import * as z from 'zod'
import { Instant } from './text.ts'

export const MEDIA_KINDS = ['image', 'file', 'voice', 'video'] as const
export type MediaKind = (typeof MEDIA_KINDS)[number]

export const MediaId = z.uuidv7().describe('The id that POST /v1/media answered.')

/** Unit: characters. File systems take no longer names. */
const MAX_NAME_CHARACTERS = 255
/** A name only, no path: it is what the recipient sees and saves. */
export const MediaName = z
  .string()
  .min(1)
  .max(MAX_NAME_CHARACTERS)
  .regex(/^[^\\/\p{Cc}]+$/u)
  .describe('The file’s name with its ending, as the recipient sees it.')

export const MediaView = z
  .object({
    id: MediaId,
    kind: z.enum(MEDIA_KINDS),
    name: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    createdAt: Instant,
  })
  .meta({ id: 'Media' })
export type MediaView = z.infer<typeof MediaView>

/** Fetches the file from an address instead of taking it from the body. */
export const MediaSource = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .describe(
        'Fetched once, now. Only addresses of the public internet, unless HONGYAN_MEDIA_HOSTS names the host.',
      ),
    kind: z.enum(MEDIA_KINDS),
    name: MediaName,
  })
  .meta({ id: 'MediaSource' })
export type MediaSource = z.infer<typeof MediaSource>
