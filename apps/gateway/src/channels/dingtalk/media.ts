import type { MediaRule } from '../channel.ts'

const SOURCE = { page: '钉钉「上传媒体文件」', date: '2026-06-01' } as const
const MEGABYTE = 1024 * 1024

/** What a work notification can show. Files are held to 10 MB there (钉钉「消息类型与数据格式」, 2026-03-06). */
export const WORK_MEDIA = {
  image: { maxBytes: 20 * MEGABYTE, endings: ['jpg', 'jpeg', 'gif', 'png', 'bmp'], source: SOURCE },
  voice: { maxBytes: 2 * MEGABYTE, endings: ['amr', 'mp3', 'wav'], source: SOURCE },
  file: {
    maxBytes: 10 * MEGABYTE,
    endings: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'],
    source: SOURCE,
  },
} as const satisfies Record<string, MediaRule>
