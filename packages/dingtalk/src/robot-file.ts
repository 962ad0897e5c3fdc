import type { Writable } from 'node:stream'
import {
  type AnswerRules,
  type Connection,
  createCaller,
  InputCheck,
  isRecord,
  judgeForeignAnswer,
  readShape,
} from '@hongyan/platform-call'
import { textOf } from './answer-fields.ts'
import { type DingTalkApi, unusableAnswer } from './api.ts'
import { DEFAULT_DOWNLOAD_BYTES } from './limits.ts'

/** Files that people sent to the robot. */
export interface RobotFiles {
  /**
   * Where a file can be fetched, for a short while. Source: 钉钉「下载机器人接收消息的文件内容」, 2026-08-22.
   *
   * @param downloadCode stands in the received message's `content`
   * @throws InvalidInputError, NotSentError, RejectedError, ThrottledError, TokenError, AmbiguousError
   */
  getDownloadUrl(downloadCode: string): Promise<string>
  /**
   * Fetches a file piece by piece, no faster than `to` takes it, and ends `to`.
   *
   * @throws as `getDownloadUrl`; AmbiguousError also if the file is longer than allowed or `to` fails
   */
  download(downloadCode: string, to: Writable, options?: DownloadOptions): Promise<{ readonly bytes: number }>
}

export interface DownloadOptions {
  /** The longest file taken, in bytes. Default 104 857 600. */
  readonly maxBytes?: number | undefined
}

const DOWNLOAD = '/v1.0/robot/messageFiles/download'

export function createRobotFiles(api: DingTalkApi, connection: Connection, robotCode: string): RobotFiles {
  const fetchFile = createCaller(judgeFile, connection.caller)
  const getDownloadUrl = async (downloadCode: string): Promise<string> => {
    new InputCheck('dingtalk', `POST ${DOWNLOAD}`).text('downloadCode', downloadCode)
    const success = await api.request('POST', DOWNLOAD, { body: JSON.stringify({ downloadCode, robotCode }) })
    const downloadUrl = textOf(success.body.downloadUrl)
    if (!downloadUrl || !/^https?:/.test(downloadUrl) || !URL.canParse(downloadUrl)) {
      throw unusableAnswer(`POST ${DOWNLOAD}`, 'downloadUrl', success)
    }
    return downloadUrl
  }
  return {
    getDownloadUrl,

    async download(downloadCode, to, { maxBytes = DEFAULT_DOWNLOAD_BYTES } = {}) {
      const { origin, pathname, searchParams } = new URL(await getDownloadUrl(downloadCode))
      const { body } = await fetchFile({
        platform: 'dingtalk',
        method: 'GET',
        origin,
        path: pathname,
        query: Object.fromEntries(searchParams),
        receive: ({ status }) => (status === 200 ? to : undefined),
        maxAnswerBytes: maxBytes,
        // Whoever has the address has the file.
        secrets: [...searchParams.values()],
      })
      return { bytes: isRecord(body) ? Number(body.bytes) : 0 }
    },
  }
}

/** The store of files is not the platform's interface: it answers with the file, or with an XML page. */
const judgeFile: AnswerRules = (answer) => {
  if (answer.passedOnBytes !== undefined) return { kind: 'ok', body: { bytes: answer.passedOnBytes } }
  if (answer.status >= 400 && answer.status < 500) return { kind: 'rejected', remedy: ASK_AGAIN }
  const shape = readShape(answer)
  return judgeForeignAnswer(answer, shape.shape === 'object' ? { shape: 'other' } : shape)
}

const ASK_AGAIN = {
  zh: '下载地址无效或已过期，请重新获取。',
  en: 'The address of the file is invalid or has expired: ask for it again.',
}
