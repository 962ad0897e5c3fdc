import type { Remedy } from '@hongyan/platform-call'

/** Why a callback is not believed. */
export type CallbackFault = 'bad_signature' | 'too_old' | 'undecryptable' | 'wrong_receiver' | 'malformed'

/**
 * A callback that must not be acted on: answer it with HTTP 400 and count it. `officialCode` is the return code of the
 * platform's own sample library for the same fault, where it has one.
 */
export class CallbackRefusedError extends Error {
  override readonly name = 'CallbackRefusedError'
  readonly fault: CallbackFault
  readonly officialCode: number | undefined
  readonly remedy: Remedy

  constructor(fault: CallbackFault, detail: string) {
    super(`wecom callback: ${detail}. ${REMEDIES[fault].en}`)
    this.fault = fault
    this.officialCode = OFFICIAL_CODES[fault]
    this.remedy = REMEDIES[fault]
  }
}

/** 企业微信「加解密方案说明」(2024-07-18) and the sample library that belongs to it. */
const OFFICIAL_CODES: Readonly<Record<CallbackFault, number | undefined>> = {
  bad_signature: -40001,
  too_old: undefined,
  undecryptable: -40007,
  wrong_receiver: -40005,
  malformed: -40002,
}

const REMEDIES: Readonly<Record<CallbackFault, Remedy>> = {
  bad_signature: {
    zh: '签名不符：请核对 Token 与管理后台“接收消息”中的一致；查询参数须先做 URL 解码，其中的“+”不能变成空格。若两者无误，则请求不是企业微信发来的。',
    en: 'Compare the Token with 接收消息 in the admin console; decode the query, and keep a "+" from becoming a blank. If both are right, it was not WeCom that called.',
  },
  too_old: {
    zh: '时间戳与本机相差过大：请校准本机时钟；若时钟无误，则可能是被重放的旧请求。',
    en: 'Set the clock of this machine; if it is right, somebody may be replaying an old request.',
  },
  undecryptable: {
    zh: '无法解密：请核对 EncodingAESKey（43 个字符）与管理后台“接收消息”中的一致。',
    en: 'Compare the EncodingAESKey (43 characters) with 接收消息 in the admin console.',
  },
  wrong_receiver: {
    zh: '接收方不是本企业：请核对企业 ID，以及回调 URL 是否配置到了别的企业或应用。',
    en: 'It is meant for another corp: compare the corpid, and see whether this URL is configured elsewhere.',
  },
  malformed: {
    zh: '内容不是企业微信的回调格式，未作处理。',
    en: 'This is not what WeCom sends; nothing was done.',
  },
}
