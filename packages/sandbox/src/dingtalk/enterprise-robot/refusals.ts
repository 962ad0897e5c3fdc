import type { ModernRefusal } from '../modern-refusal.ts'

/**
 * What enterprise robots refuse with HTTP 400 (《机器人批量发送单聊消息》, 2026-04-22): the error and what to do about
 * it, written together in `message`. The pages print few of these sentences; the others are ours in the same form.
 */
const sentences: Readonly<Record<string, readonly [error: string, remedy: string]>> = {
  'invalidParameter.robotCode.empty': ['robotCode 为空', '请填写 robotCode'],
  'invalidParameter.robotCode.notExsit': ['robot 不存在', '请确认 robotCode 是否正确'],
  'resource.not.found': ['robot 不存在', '请确认 robotCode 是否正确'],
  'invalidParameter.userIds.empty': ['userIds 为空', '请填写 userIds'],
  'invalidParameter.userIds.overMax': ['userIds 超过上限', '请减少 userIds 的数量'],
  'invalidParameter.msgKey.empty': ['msgKey 为空', '请填写 msgKey'],
  'invalidParameter.msgParam.tooLong': ['msgParam 超过长度限制', '请缩短消息内容'],
  'invalidParameter.param.invalid': ['参数不合法', '请按文档填写参数'],
  'invalidParameter.processQueryKey.missing': ['processQueryKey 为空', '请填写 processQueryKey'],
  'invalidParameter.processQueryKeys.overMax': [
    'processQueryKeys 超过上限',
    '请减少 processQueryKeys 的数量',
  ],
  'invalid.processQueryKey': ['processQueryKey 不存在', '请使用发送接口返回的 processQueryKey'],
  'processQueryKey.expireTime': ['processQueryKey 不在可查询的时间内', '请在发送后 24 小时内查询'],
  'not.allowed.robotCode': ['robotCode 与消息的发送者不一致', '请使用发送消息的 robotCode'],
  'miss.openConversationId': ['缺少 openConversationId', '请填写 openConversationId'],
  'invalid.openConversationId': ['openConversationId 不合法', '请确认 openConversationId 是否正确'],
  'invalidParameter.downloadCode': ['downloadCode 不存在或已过期', '请使用收到消息中的 downloadCode'],
}

export function robotRefusal(code: string): ModernRefusal {
  const [error = code, remedy = '请参考本接口对应文档'] = sentences[code] ?? []
  return refusal(code, `错误描述: ${error}；解决方案:${remedy}；`)
}

/** Printed by the page without the usual frame. */
export function foreignRobotCode(): ModernRefusal {
  return refusal(
    'invalidParameter.robotCode.auth',
    '此应用appkey和机器人robotCode不匹配，请使用机器人应用的appkey',
  )
}

const SEARCH =
  '请参考本接口对应文档查看支持的消息类型，或者在https://open.dingtalk.com/document/ 搜索对应文档;'

export function unknownMsgKey(msgKey: string): ModernRefusal {
  const message = `错误描述: 不支持类型 ${msgKey} ;解决方案:请使用支持的类型;参考链接:${SEARCH}`
  return refusal('invalidParameter.msgKey.invalid', message)
}

/** Seen on the wire in this form, for example of `markdown --》 title`. */
export function missingField(code: string, part: string, field: string): ModernRefusal {
  const error = `参数 ${part} --》 ${field} 缺失，或者参数格式不正确`
  return refusal(code, `错误描述:${error}; 解决方案:请填充上对应参数;参考链接:${SEARCH}`)
}

export function malformedMsgParam(): ModernRefusal {
  return refusal('invalidParameter.msgParam.invalid', '错误描述:msgParam格式不正确;解决方案:请使用json格式;')
}

function refusal(code: string, message: string): ModernRefusal {
  return { rule: `dingtalk.robot.${code}`, status: 400, code, message }
}
