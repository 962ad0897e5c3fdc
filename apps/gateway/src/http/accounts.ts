import { AccountPatch, AccountRequest, AccountView, DiagnoseView, listOf, Name } from '@hongyan/contract'
import * as z from 'zod'
import { actorOf, type Route, route, text } from './route.ts'
import type { Services } from './services.ts'

const OneAccount = z.strictObject({ name: Name })

export function accountRoutes({ accounts }: Pick<Services, 'accounts'>): Route[] {
  return [
    route({
      method: 'POST',
      path: '/v1/accounts',
      tag: 'accounts',
      summary: text('添加账号', 'Add an account'),
      scope: 'accounts:admin',
      body: AccountRequest,
      status: 201,
      result: AccountView,
      problems: ['unknown_channel', 'unknown_app', 'app_kind_mismatch', 'name_taken'],
      handle: (call) => accounts.add(call.body, actorOf(call)),
    }),
    route({
      method: 'GET',
      path: '/v1/accounts',
      tag: 'accounts',
      summary: text('列出账号', 'List the accounts'),
      scope: 'read',
      status: 200,
      result: listOf(AccountView),
      handle: async () => ({ items: [...(await accounts.list())] }),
    }),
    route({
      method: 'GET',
      path: '/v1/accounts/:name',
      tag: 'accounts',
      summary: text('一个账号', 'One account'),
      scope: 'read',
      params: OneAccount,
      status: 200,
      result: AccountView,
      problems: ['not_found'],
      handle: ({ params }) => accounts.get(params.name),
    }),
    route({
      method: 'PATCH',
      path: '/v1/accounts/:name',
      tag: 'accounts',
      summary: text('修改选项，停用或启用', 'Change its options, disable or enable it'),
      scope: 'accounts:admin',
      params: OneAccount,
      body: AccountPatch,
      status: 200,
      result: AccountView,
      problems: ['not_found'],
      handle: (call) => accounts.change(call.params.name, call.body, actorOf(call)),
    }),
    route({
      method: 'POST',
      path: '/v1/accounts/:name/diagnose',
      tag: 'accounts',
      summary: text('检查账号能否发送，不会发给任何人', 'Try an account without sending to anybody'),
      scope: 'accounts:admin',
      params: OneAccount,
      status: 200,
      result: DiagnoseView,
      problems: ['not_found'],
      handle: ({ params }) => accounts.diagnose(params.name),
    }),
  ]
}
