export { dingtalkWebhook } from './dingtalk/webhook.ts'
export { dingtalkWork } from './dingtalk/work.ts'
export { wecomAppMessage } from './wecom/app.ts'
