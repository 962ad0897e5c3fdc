import type { DingTalk } from '@hongyan/dingtalk'
import { questionFailureOf } from '../failure.ts'
import type { MediaFile, Upload } from '../session.ts'
import { workRefusals } from './refusals.ts'

/** DingTalk keeps a file as long as the organisation exists (钉钉「上传媒体文件」, 2026-06-01). */
export async function uploadToDingtalk(client: DingTalk, file: MediaFile): Promise<Upload> {
  const { kind: type, name: filename, size, bytes } = file
  try {
    const { media_id } = await client.media.upload({ type, filename, source: { size, stream: bytes } })
    return { kind: 'uploaded', handle: media_id, validUntil: null }
  } catch (error) {
    return questionFailureOf(error, workRefusals, 'media_rejected')
  }
}
