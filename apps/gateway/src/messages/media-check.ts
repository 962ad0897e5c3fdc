import { type Content, Refusal } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { MediaRule } from '../channels/channel.ts'
import type { MediaRow, Store } from '../store/store.ts'

interface Ground {
  readonly client: string
  readonly now: number
  readonly store: Pick<Store, 'media' | 'useMedia'>
}

/**
 * Holds a message's file against every account that will carry it, and counts the message as a use of it.
 *
 * @throws Refusal `media_unknown`, also for another client's file; `media_unfit` with the first account that cannot
 * carry it, and why
 */
export async function checkMedia(
  content: Content,
  accounts: readonly OpenAccount[],
  { client, now, store }: Ground,
): Promise<void> {
  if (!('media' in content)) return
  const file = await store.media(content.media)
  if (file?.client !== client) {
    throw new Refusal('media_unknown', { field: 'content.media', value: content.media })
  }
  if (file.kind !== content.type) {
    throw unfit(file, {
      zh: `上传时的 kind 是 ${file.kind}，不是 ${content.type}`,
      en: `it was uploaded as ${file.kind}, not as ${content.type}`,
    })
  }
  for (const { name, channel } of accounts) {
    // A kind without a rule is refused by the rendering, which knows what else the channel could carry.
    const rule = channel.media[file.kind]
    const why = rule && whyUnfit(file, rule)
    if (why) throw unfit(file, { zh: `${name}：${why.zh}`, en: `${name}: ${why.en}` })
  }
  await store.useMedia([file.id], now)
}

function whyUnfit({ name, bytes }: MediaRow, { minBytes = 1, maxBytes, endings }: MediaRule) {
  if (bytes > maxBytes || bytes < minBytes) {
    return {
      zh: `文件 ${bytes} 字节，平台要求 ${minBytes} 到 ${maxBytes} 字节`,
      en: `it has ${bytes} bytes, the platform takes ${minBytes} to ${maxBytes}`,
    }
  }
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  if (!endings || (ending !== undefined && endings.includes(ending))) return undefined
  return {
    zh: `文件名以 .${ending ?? ''} 结尾，平台只收 ${endings.join('、')}`,
    en: `its name ends in .${ending ?? ''}, the platform takes ${endings.join(', ')}`,
  }
}

const unfit = ({ name }: MediaRow, { zh, en }: { zh: string; en: string }): Refusal =>
  new Refusal('media_unfit', {
    field: 'content.media',
    value: name,
    detail: { zh: `${zh}。`, en: `${en.charAt(0).toUpperCase()}${en.slice(1)}.` },
  })
