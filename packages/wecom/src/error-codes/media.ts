import type { CodeGroup } from '../error-codes.ts'

/** Uploads, and the ids they give. Source: 企业微信「全局错误码」, 2024-04-08. */
export const MEDIA_CODES: readonly CodeGroup[] = [
  {
    kind: 'rejected',
    codes: [40007, 301015],
    remedy: {
      zh: 'media_id 不合法：已过期（3 天）、类型与消息不符、属于别的机器人或别的企业。请重新上传，再用新的 media_id 发送一次。',
      en: 'The media_id is invalid: it has expired (3 days), is of another kind than the message, or belongs to another robot or corp. Upload again and send once more with the new media_id.',
    },
  },
  {
    kind: 'rejected',
    codes: [40004, 40005],
    remedy: {
      zh: '素材类型不合法：type 只能是 image、voice、video、file（机器人只有 file、voice），且须与文件格式相符。',
      en: 'The kind of media is invalid: image, voice, video or file (robots: file or voice), and the format must fit it.',
    },
  },
  {
    kind: 'rejected',
    codes: [40006, 40009, 40011, 45001],
    remedy: {
      zh: '文件大小超出限制：须大于 5 字节；图片与视频 ≤ 10 MB，语音 ≤ 2 MB，文件 ≤ 20 MB。请压缩或改发链接。',
      en: 'The file is too large or too small: more than 5 bytes; images and videos up to 10 MB, voice up to 2 MB, files up to 20 MB. Compress it, or send a link.',
    },
  },
  {
    kind: 'rejected',
    codes: [44001],
    remedy: {
      zh: '上传的文件为空。请检查文件内容与 multipart 表单。',
      en: 'The uploaded file is empty. Check its content and the multipart form.',
    },
  },
  {
    kind: 'rejected',
    codes: [45007, 301016, 301017],
    remedy: {
      zh: '语音不符合要求：只支持 AMR 格式，最长 60 秒，最大 2 MB。请转换后重新上传。',
      en: 'The voice does not fit: only AMR, at most 60 seconds and 2 MB. Convert it and upload again.',
    },
  },
  {
    kind: 'rejected',
    codes: [301019],
    remedy: {
      zh: '文件的 md5 与内容不符。请对原始字节（base64 编码之前）计算 md5。',
      en: 'The md5 is not that of the content. Take it of the raw bytes, before base64.',
    },
  },
]
