/** The platforms' own host names, which the sandbox serves by HTTPS so that clients need no base URL. */
export const PLATFORM_HOSTS = [
  'oapi.dingtalk.com',
  'api.dingtalk.com',
  'wss-open-connection.dingtalk.com',
  'qyapi.weixin.qq.com',
] as const

/** What the sandbox's authority may sign for; each includes the names below it. Nothing else, whoever gets the key. */
export const PERMITTED_DOMAINS = ['dingtalk.com', 'weixin.qq.com', 'feishu.cn', 'localhost'] as const
