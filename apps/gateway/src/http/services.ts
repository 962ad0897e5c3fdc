import type { AcceptedView, MessageRequest, PreviewView, QuotaView, TokenView } from '@hongyan/contract'
import type { Accounts } from '../accounts/accounts.ts'
import type { Channel } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import type { MediaSources } from '../media/fetch.ts'
import type { MessageToAccept } from '../messages/accept.ts'
import type { Store } from '../store/store.ts'

/** What the API is a surface of. */
export interface Services {
  readonly store: Store
  readonly accounts: Accounts
  readonly channels: ReadonlyMap<string, Channel>
  readonly clock: Clock
  readonly mediaSources: Pick<MediaSources, 'open'>
  /** Durable when it resolves. @throws Refusal before anything is written */
  accept(message: MessageToAccept): Promise<AcceptedView>
  /** @throws Refusal as `accept` would, save for what only some accounts cannot carry */
  preview(request: MessageRequest): Promise<PreviewView>
  /** An app's access token; `refused` is one that the platform no longer takes. */
  token(app: string, refused: string | undefined): Promise<TokenView>
  /** An API key was changed: what is remembered of it holds no more. */
  forgetKey(id: string): void
  quotas(): Promise<readonly QuotaView[]>
}
