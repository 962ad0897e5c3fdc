import { MessageRequest, PreviewView } from '@hongyan/contract'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'

export function previewRoutes({ preview }: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/v1/preview',
      tag: 'messages',
      summary: text(
        '预览每个账号将发出什么，不保存也不发送',
        'What each account would send; stores and sends nothing',
      ),
      scope: 'send',
      body: MessageRequest,
      status: 200,
      result: PreviewView,
      problems: ['unknown_account', 'recipients_required', 'recipients_not_allowed', 'platform_required'],
      handle: ({ body }) => preview(body),
    }),
  ]
}
