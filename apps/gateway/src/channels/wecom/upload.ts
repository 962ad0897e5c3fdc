import type { Wecom } from '@hongyan/wecom'
import { questionFailureOf } from '../failure.ts'
import type { MediaFile, Upload } from '../session.ts'
import { wecomRefusals } from './refusals.ts'

/** All apps of a corp may use the file, for three days (企业微信「上传临时素材」, 2024-07-22). */
export async function uploadToWecom(client: Wecom, file: MediaFile): Promise<Upload> {
  const { kind, name: filename, size, bytes } = file
  try {
    const uploaded = await client.media.upload(kind, { filename, source: { size, stream: bytes } })
    return { kind: 'uploaded', handle: uploaded.media_id, validUntil: uploaded.expiresAt }
  } catch (error) {
    return questionFailureOf(error, wecomRefusals, 'media_rejected')
  }
}
