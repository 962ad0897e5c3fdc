import { Name, Refusal, TokenRequest, TokenView } from '@hongyan/contract'
import * as z from 'zod'
import { auditRecord } from '../access/audit.ts'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'

/** Other systems of the company take the app's one token from here, so that nobody's refresh voids another's. */
export function tokenRoutes(services: Services): Route[] {
  const { store, clock } = services
  return [
    route({
      method: 'POST',
      path: '/v1/apps/:name/token',
      tag: 'apps',
      summary: text('取应用的 access_token（中控）', 'Fetch the app’s access token'),
      scope: 'token:read',
      params: z.strictObject({ name: Name }),
      body: TokenRequest.optional(),
      status: 200,
      result: TokenView,
      problems: ['not_found', 'token_sharing_off', 'platform_failed'],
      async handle({ params: { name }, body, principal, from }) {
        const app = await store.app(name)
        if (app === undefined) throw new Refusal('not_found', { field: 'name', value: name })
        if (!app.tokenSharing) throw new Refusal('token_sharing_off', { field: 'name', value: name })
        const change = {
          action: 'app.token',
          target: name,
          after: { reportedInvalid: body?.invalid !== undefined },
        }
        await store.appendAudit(auditRecord(change, principal, from, clock.now()))
        return services.token(name, body?.invalid)
      },
    }),
  ]
}
