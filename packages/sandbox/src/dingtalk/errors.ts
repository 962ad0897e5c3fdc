/**
 * The literal texts of the old host, as the list 《服务端 API 错误码》 has them. Codes under which several texts
 * are in use are given their text by the caller.
 */
const texts: Readonly<Record<number, string>> = {
  [-1]: '系统繁忙',
  15: '调用超时',
  88: '鉴权异常',
  404: '请求的URI地址不存在',
  500: '系统异常',
  33001: '无效的企业ID',
  33012: '无效的USERID',
  34001: '无效的会话id',
  34002: '无效的会话消息的发送者',
  34003: '无效的会话消息的发送者的企业Id',
  34004: '无效的会话消息的类型',
  34008: '图片不能为空',
  34009: '链接内容不能为空',
  34010: '文件不能为空',
  34011: '音频文件不能为空',
  34014: '会话消息的json结构无效或不完整',
  34015: '发送群会话消息失败',
  34016: '会话消息的内容超长',
  40000: 'access_token is blank',
  40001: '获取access_token时Secret错误，或者access_token无效',
  40003: '不合法的UserID',
  40004: '不合法的媒体文件类型',
  40005: '不合法的文件类型',
  40006: '不合法的文件大小',
  40007: '不合法的媒体文件id',
  40008: '不合法的消息类型',
  40009: '不合法的部门id',
  40013: '不合法的corpid',
  40014: '不合法的access_token',
  40031: '不合法的UserID列表',
  40032: '不合法的UserID列表长度',
  40033: '不合法的请求字符，不能包含\\uxxxx格式的字符',
  40035: '不合法的参数',
  40038: '不合法的请求格式',
  40048: 'url中包含不合法domain',
  40056: '不合法的agentid',
  // Both pages name the codes only; the wording is ours.
  40068: '不合法的偏移量',
  40069: '不合法的分页大小',
  40089: '不合法的corpid或corpsecret',
  40096: '不合法的appKey或appSecret',
  40104: '企业中无效的手机号',
  41001: '缺少access_token参数',
  41005: '缺少多媒体文件数据',
  41006: '缺少media_id参数',
  41009: '缺少UserID',
  41011: '缺少agentid',
  41015: '缺少JSON参数',
  41028: '禁止给全员发送消息',
  41029: '超过消息接收者人数上限，企业接入为5000，ISV接入为1000',
  41044: '禁止发送消息',
  41045: '单应用全员消息/每天总量超限',
  41046: '超过发送全员消息的每分钟次数上限',
  41047: '超过给该企业发消息的每分钟人次上限',
  41048: '超过给企业发消息的每分钟次数总上限',
  41049: '包含违禁内容',
  41052: '本次发送人数过多,不再返回发送结果',
  41101: '数据内容过长',
  42001: 'access_token超时',
  43001: '需要GET请求',
  43002: '需要POST请求',
  43003: '需要HTTPS',
  43004: '无效的HTTP HEADER Content-Type',
  43005: '需要application/json;charset=UTF-8',
  43007: '需要授权',
  43008: '参数需要multipart类型',
  43009: 'post参数需要json类型',
  44001: '多媒体文件为空',
  44002: 'POST的数据包为空',
  44003: '图文消息内容为空',
  44004: '文本消息内容为空',
  45001: '多媒体文件大小超过限制',
  45002: '消息内容超过限制',
  45003: '标题超过限制',
  45004: '描述超过限制',
  45005: '链接超过限制',
  45006: '图片链接超过限制',
  45007: '语音播放时间超过限制',
  45008: '图文消息超过限制',
  45009: '接口调用超过限制',
  46004: '不存在的员工',
  47001: '解析JSON/XML内容错误',
  50002: '企业员工不在授权范围',
  50003: '应用已停用',
  50004: '企业部门不在授权范围',
  50005: '企业已禁用',
  52019: '无效的agentid',
  60003: '部门不存在',
  60011: '没有调用该接口的权限',
  60020: '访问ip不在白名单之中',
  // As with 40068, only the code is known.
  60019: '从部门查询人员失败',
  60111: 'UserID不存在',
  60120: '用户已禁用',
  60121: '找不到该用户',
  70003: 'agentid对应微应用不存在',
  70004: '企业下没有对应该agentid的微应用',
  90002: '您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
  // The list has the code; its literal text on the wire was never published. This is the new host's for the same limit.
  90018: '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
  // As with 90018, only the code is known; the wording is ours.
  90020: '企业本自然月的API调用量已超过上限',
  130101: 'send too fast, exceed 20 times per minute',
  300001: 'token is not exist',
  300005: 'token is not exist',
  400001: '系统错误',
  400002: '参数错误',
  400013: '群已被解散',
  400101: 'access_token不存在',
  400102: '机器人已停用',
  400105: '不支持的消息类型',
  400106: '机器人不存在',
  410100: '发送速度太快而限流',
  430101: '含有不安全的外链',
  430102: '含有不合适的文本',
  430103: '含有不合适的图片',
  430104: '含有不合适的内容',
  460101: 'message too long, exceed 20000 bytes',
  660026: 'sending too many messages per minute',
  885001: '消息模板不存在',
  885006: '消息模板不可用',
}

/** Empty for a code that the list does not have. */
export function textOf(errcode: number): string {
  return texts[errcode] ?? ''
}

/** What a code carries beside its text without being wrapped: 15 names the layer that timed out. */
export function subFieldsOf(errcode: number): object {
  return errcode === 15 ? { sub_code: 'isp.top-remote-connection-timeout', sub_msg: textOf(errcode) } : {}
}

const THROTTLING_FIRST = 90001
const THROTTLING_LAST = 90020

/** The gateway in front of topapi wraps what it refuses itself in errcode 88; business errors come unwrapped. */
const gatewayCodes: ReadonlySet<number> = new Set([
  33001, 40000, 40001, 40014, 41001, 42001, 50002, 50003, 50004, 50005, 60011, 60020,
])

export function isGatewayCode(errcode: number): boolean {
  return gatewayCodes.has(errcode) || (errcode >= THROTTLING_FIRST && errcode <= THROTTLING_LAST)
}
