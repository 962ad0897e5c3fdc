import type { MessageInput } from '@hongyan/contract'
import { UsageError } from '../usage-error.ts'

/** What `send` and `preview` are given. */
export interface MessageFlags {
  readonly account?: string
  readonly to?: readonly string[]
  readonly text?: string
  readonly markdown?: string
  readonly title?: string
  /** Path of a message as `POST /v1/messages` takes it; the other flags win over its fields. */
  readonly file?: string
  readonly lane?: string
  readonly onRepeat?: string
}

/** The gateway checks every field; here is only what no request could be made of. */
export function messageInput(flags: MessageFlags, readFile: (path: string) => string): MessageInput {
  const fromFile = flags.file === undefined ? {} : parseMessage(flags.file, readFile)
  const { lane, onRepeat } = flags
  const message = {
    ...fromFile,
    ...(flags.account !== undefined && { accounts: flags.account.split(',') }),
    ...(flags.to !== undefined && { to: flags.to }),
    ...contentOf(flags),
    ...(lane !== undefined && { lane }),
    ...(onRepeat !== undefined && { onRepeat }),
  }
  if (!('accounts' in message)) {
    throw new UsageError(
      '请用 --account 指明账号，多个用逗号分隔',
      'Name the account with --account, several by commas',
    )
  }
  if (!('content' in message)) {
    throw new UsageError(
      '请给出内容：--text，或 --markdown 与 --title，或 --file',
      'Give the content: --text, or --markdown with --title, or --file',
    )
  }
  // The gateway answers for the rest: it names each wrong field, with its value and what is allowed.
  return message as MessageInput
}

function contentOf({ text, markdown, title }: MessageFlags): Pick<MessageInput, 'content'> | undefined {
  if (text !== undefined && markdown !== undefined) {
    throw new UsageError('--text 和 --markdown 只能用一个', 'Use either --text or --markdown')
  }
  if (text !== undefined) return { content: { type: 'text', text } }
  if (markdown === undefined) return undefined
  if (title === undefined) throw new UsageError('--markdown 还需要 --title', '--markdown needs --title')
  return { content: { type: 'markdown', title, text: markdown } }
}

function parseMessage(path: string, readFile: (path: string) => string): object {
  const message = parseJson(path, readFile)
  if (typeof message === 'object' && message !== null && !Array.isArray(message)) return message
  throw new UsageError(`${path} 里不是一个 JSON 对象`, `${path} holds no JSON object`)
}

function parseJson(path: string, readFile: (path: string) => string): unknown {
  try {
    return JSON.parse(readFile(path))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${path} 读不出 JSON：${why}`, `${path} cannot be read as JSON: ${why}`)
  }
}
