import { type ConnectionOptions, InputCheck, openConnection } from '@hongyan/platform-call'
import { createRules } from './errors.ts'
import { resolveHosts } from './hosts.ts'
import { createOpening } from './stream-connection.ts'
import { StreamKeeper, type StreamWatch } from './stream-keeper.ts'
import { type StreamHandlers, subscriptionsOf } from './stream-topic.ts'
import type { AppCredential } from './token.ts'

/** An app, how to reach DingTalk, and what to do with what comes. */
export interface DingTalkStreamOptions extends AppCredential, ConnectionOptions, StreamHandlers, StreamWatch {
  /** As for `createDingTalk`. */
  readonly baseUrl?: string | undefined
  readonly apiBaseUrl?: string | undefined
}

/** Events, robot messages and pressed buttons over a connection that we open: no public address is needed. */
export interface DingTalkStream {
  /** Resolves when the first connection is open; rejects if the platform refuses the app, since that will not change by itself. */
  readonly connected: Promise<void>
  /** Ends the connection; nothing more is handed out. */
  close(): Promise<void>
}

/**
 * Opens a Stream connection and keeps it: when DingTalk announces its end, another is opened before the old one goes;
 * when it breaks, after a pause that grows. Several connections of one app share what comes between them.
 *
 * @throws InvalidInputError if a credential is empty, no handler is given, or a base URL is no URL
 */
export function createDingTalkStream(options: DingTalkStreamOptions): DingTalkStream {
  const check = new InputCheck('dingtalk', 'createDingTalkStream')
  check.object('options', options)
  check.text('appKey', options.appKey)
  check.text('appSecret', options.appSecret)
  const { appKey, appSecret } = options
  const subscriptions = subscriptionsOf(options)
  if (subscriptions.length === 0) check.refuse('onEvent', NO_HANDLER)
  const hosts = resolveHosts(options.baseUrl, options.apiBaseUrl)
  const connection = openConnection(options)
  const rules = createRules(connection.clock)
  const open = createOpening({ appKey, appSecret, subscriptions }, hosts, connection, rules)
  const keeper = new StreamKeeper(open, options)
  const done = keeper.keep().finally(connection.close)
  return {
    connected: keeper.connected,
    close: async () => {
      keeper.stop()
      await done
    },
  }
}

const NO_HANDLER = {
  zh: '没有任何处理函数：请给出 onEvent、onRobotMessage 或 onCardCallback 中的至少一个。',
  en: 'There is no handler: give at least one of onEvent, onRobotMessage and onCardCallback.',
}
