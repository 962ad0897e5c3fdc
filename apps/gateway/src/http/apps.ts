import { AppPatch, AppView, listOf, Name } from '@hongyan/contract'
import * as z from 'zod'
import { actorOf, type Route, route, text } from './route.ts'
import type { Services } from './services.ts'

export function appRoutes({ accounts }: Pick<Services, 'accounts'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v1/apps',
      tag: 'apps',
      summary: text('列出应用凭证，不含密钥', 'List the apps, without their secrets'),
      scope: 'accounts:admin',
      status: 200,
      result: listOf(AppView),
      handle: async () => ({ items: [...(await accounts.apps())] }),
    }),
    route({
      method: 'PATCH',
      path: '/v1/apps/:name',
      tag: 'apps',
      summary: text(
        '更换凭证，修改 exclusive 和 tokenSharing',
        'Renew its credential, set exclusive and tokenSharing',
      ),
      scope: 'accounts:admin',
      params: z.strictObject({ name: Name }),
      body: AppPatch,
      status: 200,
      result: AppView,
      problems: ['not_found'],
      handle: (call) => accounts.changeApp(call.params.name, call.body, actorOf(call)),
    }),
  ]
}
