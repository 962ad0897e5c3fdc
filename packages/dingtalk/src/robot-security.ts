import { createHmac } from 'node:crypto'
import type { Remedy } from '@hongyan/platform-call'

/**
 * The signature of a robot whose security setting is 加签: Base64, not yet URL-encoded, so that it is encoded exactly
 * once, where the query is written. The server accepts a timestamp within one hour of its own.
 * Source: 钉钉「自定义机器人安全设置」, 2026-08-22.
 *
 * @param timestamp Unix milliseconds, the same as sent beside the signature
 * @param secret begins with `SEC`
 */
export function signRobotRequest(timestamp: number | string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
}

/** Code 310000 stands for four causes, worded differently over the years; the text tells them apart. */
export function robotSecurityRemedy(text: string): Remedy {
  return CAUSES.find(({ told }) => told.test(text))?.remedy ?? UNTOLD
}

// Tried in this order: the text about a wrong signature mentions the timestamp too.
const CAUSES: readonly { readonly told: RegExp; readonly remedy: Remedy }[] = [
  {
    told: /关键词|keyword/i,
    remedy: {
      zh: '消息里没有机器人设置的任何一个关键词。请在正文中加入关键词，或到群设置修改。',
      en: 'The message contains none of the robot’s keywords. Put one into the text, or change them in the group’s settings.',
    },
  },
  {
    told: /签名|sign/i,
    remedy: {
      zh: '签名不匹配。请核对加签密钥（SEC 开头），并确认它属于这个机器人。',
      en: 'The signature does not match. Check the secret (it begins with SEC) and that it is this robot’s.',
    },
  },
  {
    told: /时间戳|timestamp/i,
    remedy: {
      zh: '时间戳与钉钉服务器相差超过一小时。请校准本机时间。',
      en: 'The timestamp is over one hour off DingTalk’s. Set this machine’s clock right.',
    },
  },
  {
    told: /白名单|whitelist/i,
    remedy: {
      zh: '服务器出口 IP 不在机器人的 IP 段中。请在群的机器人设置里添加（只支持 IPv4）。',
      en: 'The server’s address is not on the robot’s list. Add it in the group’s robot settings (IPv4 only).',
    },
  },
]

const UNTOLD: Remedy = {
  zh: '未通过机器人的安全设置（关键词、加签或 IP 段），原因见平台原文。',
  en: 'The robot’s security settings (keywords, signature or addresses) refused it; the platform’s text says which.',
}
