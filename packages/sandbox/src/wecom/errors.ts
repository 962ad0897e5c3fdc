/**
 * What the platform says for each code. English where a server's answer was recorded; otherwise the meaning
 * from 《全局错误码》 (developer.work.weixin.qq.com/document/path/90313, 2024-04-08), because the wire text is
 * not known. Texts may change on the platform; only the code decides.
 */
const texts = {
  [-1]: '系统繁忙',
  6000: '数据版本冲突',
  40001: 'invalid credential',
  40003: '无效的UserID',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40031: '不合法的UserID列表',
  40032: '不合法的UserID列表长度',
  40033: '不合法的请求字符',
  40035: '不合法的参数',
  40039: '不合法的url长度',
  40056: 'invalid agentid',
  40058: 'invalid Request Parameter',
  40063: '参数为空',
  40066: '不合法的部门列表',
  40068: '不合法的标签ID',
  40074: 'news不支持保密',
  40091: 'secret不合法',
  41001: 'access_token missing',
  41002: 'corpid missing',
  41004: 'corpsecret missing',
  41006: '缺少media_id参数',
  41009: '缺少userid',
  41010: '缺少url',
  41011: '缺少agentid',
  41016: '缺少title',
  41033: '缺少description',
  42001: 'access_token expired',
  42052: 'msgid已过期',
  43004: '未绑定微信或未关注微信插件',
  43012: '应用需配置回调url',
  44004: 'empty content',
  45002: '消息内容大小超过限制',
  45008: '图文数量超过限制',
  45009: 'api freq out of limit',
  45031: 'corpsecret不够安全，请重置',
  45032: '图文消息author参数长度超过限制',
  45033: 'api concurrent out of limit',
  45034: 'url必须有协议头',
  46004: '指定的用户不存在',
  48001: 'API功能未授权',
  48002: 'api forbidden',
  48004: '授权关系无效',
  48005: 'API接口已废弃',
  48006: '接口权限被收回',
  50001: 'redirect_url未登记可信域名',
  50002: '成员不在权限范围',
  50003: '应用已禁用',
  60011: '指定的成员/部门/标签参数无权限',
  60020: 'not allow to access from your ip',
  60021: 'userid不在应用可见范围内',
  60031: '当前应用已禁止调用API',
  60103: '手机号码不合法',
  60111: 'userid not found',
  81012: '缺失可见范围',
  81013: 'user & party & tag all invalid',
  82001: '指定的成员/部门/标签全部为空',
  82002: '不合法的PartyID列表长度',
  82003: '不合法的TagID列表长度',
  82004: '消息内容可能使客户端crash',
  85002: '包含不合法的词语',
  93000: 'invalid webhook url',
  93004: '机器人被停用',
  93008: '机器人不在群里',
  301002: 'not allow operate another agent with this accesstoken.',
  301007: '企业不可用',
  701016: '账号未激活或已过期',
  701099: '用户没有有效的接口许可',
} as const

export type ErrorCode = keyof typeof texts

const byCode: ReadonlyMap<number, string> = new Map(
  Object.entries(texts).map(([code, text]) => [Number(code), text]),
)

/** Tests may inject codes that are not in the table. */
export function textOf(errcode: number): string {
  return byCode.get(errcode) ?? 'undocumented error'
}
