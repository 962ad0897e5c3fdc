import { readFileSync } from 'node:fs'
import { sandboxPrincipal } from './access/api-keys.ts'
import type { SecretCodec } from './access/key-ring.ts'
import { KnownKeys } from './access/known-keys.ts'
import { LOCAL_CLIENT } from './access/local-client.ts'
import { RequestRate } from './access/request-rate.ts'
import { Accounts } from './accounts/accounts.ts'
import type { AccountDirectory } from './accounts/directory.ts'
import { tokenOf } from './accounts/token.ts'
import { CHANNELS } from './channels/all.ts'
import type { Clock } from './clock.ts'
import type { Closing } from './closing.ts'
import type { Config } from './config.ts'
import { quotaViews } from './http/quota-views.ts'
import { type HttpOptions, serveHttp } from './http/server.ts'
import type { Services } from './http/services.ts'
import type { Log } from './log.ts'
import { MediaSources } from './media/fetch.ts'
import { acceptMessage } from './messages/accept.ts'
import { previewMessage } from './messages/preview.ts'
import type { Store } from './store/store.ts'

type ServeConfig = Pick<
  Config,
  'host' | 'port' | 'allowedHosts' | 'requestsPerSecond' | 'sandboxUrl' | 'mediaHosts'
>

interface Parts {
  readonly store: Store
  readonly codec: SecretCodec
  readonly directory: AccountDirectory
  readonly clock: Clock
  readonly log: Log
  readonly closing: Closing
}

/** Puts the API in front of the parts; answers where this machine reaches it. */
export async function serve(config: ServeConfig, parts: Parts): Promise<string> {
  const { closing } = parts
  let isReady = true
  const keys = new KnownKeys({
    find: (id) => parts.store.apiKey(id),
    monotonic: () => parts.clock.monotonic(),
  })
  const mediaSources = new MediaSources(config.mediaHosts)
  closing.add(() => mediaSources.close())
  const server = await serveHttp(
    { ...servicesOf(config, parts, keys), mediaSources },
    httpOptions(config, parts, keys, () => isReady),
    config,
  )
  closing.add(() => server.close())
  closing.add(async () => {
    isReady = false
  })
  // All addresses include loopback, and by no other name is a caller without configuration let in.
  return server.url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//127.0.0.1:')
}

function servicesOf(
  { sandboxUrl }: ServeConfig,
  { store, codec, directory, clock }: Parts,
  keys: KnownKeys,
): Omit<Services, 'mediaSources'> {
  const context = { store, accounts: directory, clock }
  const onSandbox = sandboxUrl !== undefined
  return {
    store,
    clock,
    channels: CHANNELS,
    accounts: new Accounts({ store, directory, channels: CHANNELS, codec, clock, onSandbox }),
    accept: (message) => acceptMessage(message, context),
    preview: (request) => previewMessage(request, context),
    quotas: () => quotaViews(context),
    token: (app, refused) => tokenOf(app, refused, directory),
    forgetKey: (id) => keys.forget(id),
  }
}

function httpOptions(
  config: ServeConfig,
  { directory, clock, log }: Parts,
  keys: KnownKeys,
  isReady: () => boolean,
): HttpOptions {
  const { allowedHosts, requestsPerSecond, sandboxUrl } = config
  return {
    allowedHosts,
    rate: new RequestRate({
      perSecond: requestsPerSecond,
      burst: requestsPerSecond * 2,
      monotonic: () => clock.monotonic(),
    }),
    findKey: (id) => keys.find(id),
    withoutKey: async () =>
      sandboxUrl !== undefined && directory.onlySandbox() ? sandboxPrincipal(LOCAL_CLIENT) : undefined,
    now: () => clock.now(),
    version: versionOf(),
    onError: (error, instance) => log.error('a request failed', error, { instance }),
    isReady,
  }
}

function versionOf(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}
