import { hostname } from 'node:os'
import { createDispatcher } from '@hongyan/platform-call'
import { checkKey } from './access/key-check.ts'
import { loadKeyRing } from './access/key-file.ts'
import { provideLocalAccess } from './access/local-client.ts'
import { LogRedactor } from './access/redaction.ts'
import { AccountDirectory } from './accounts/directory.ts'
import { refuseLiveAccounts } from './accounts/live-accounts.ts'
import { keepBusinessTime } from './business-time.ts'
import { CHANNELS } from './channels/all.ts'
import { SystemClock } from './clock.ts'
import { Closing } from './closing.ts'
import type { Config } from './config.ts'
import { Lease } from './deliveries/lease.ts'
import { Pipeline } from './deliveries/pipeline.ts'
import { Log } from './log.ts'
import { openStore } from './open-store.ts'
import { serve } from './serve.ts'
import { startUpkeep } from './upkeep.ts'

/** A gateway that runs. */
export interface Gateway {
  /** Where it is reached from this machine. */
  readonly url: string
  /** Takes up nothing more, waits for the calls under way, and closes everything. */
  stop(): Promise<void>
}

/** Starts a gateway; what it had opened is closed again if it cannot start. */
export async function startGateway(config: Config): Promise<Gateway> {
  const closing = new Closing()
  try {
    const url = await open(config, closing)
    return { url, stop: () => closing.close() }
  } catch (error) {
    await closing.close()
    throw error
  }
}

/** The story of a start; `closing` runs it backwards. */
async function open({ data, keyFile, sandboxUrl, logLevel, leaseMs, ...config }: Config, closing: Closing) {
  const codec = await loadKeyRing(keyFile)
  const store = await openStore({ data, ...config })
  closing.add(() => store.close())
  await checkKey(codec, store, keyFile)

  const clock = new SystemClock()
  const redactor = new LogRedactor()
  const log = new Log({ level: logLevel, redactor, clock, write: (line) => process.stderr.write(line) })
  const onError = (error: unknown) => log.error('a step failed', error)
  const onUnusable = (account: string, error: unknown) =>
    log.error('account cannot be used', error, { account })
  const dispatcher = createDispatcher()
  closing.add(() => dispatcher.close())
  const way = { dispatcher, clock, tokens: store.tokens(codec) }
  const directory = new AccountDirectory({
    store,
    codec,
    redactor,
    channels: CHANNELS,
    way,
    sandboxUrl,
    onUnusable,
  })
  await directory.reload()
  refuseLiveAccounts(sandboxUrl, directory)
  await keepBusinessTime(sandboxUrl, { store, clock, log, closing })

  const lease = await Lease.take({ store, clock, node: `${hostname()}:${process.pid}`, leaseMs, onError })
  closing.add(() => lease.leave())
  const pipeline = new Pipeline({ store, accounts: directory, clock, lease, random: Math.random, onError })
  pipeline.start()
  closing.add(() => pipeline.stop())
  startUpkeep({ store, directory, clock, log, closing })

  const url = await serve({ sandboxUrl, ...config }, { store, codec, directory, clock, log, closing })
  await provideLocalAccess(store, data, url, clock.now())
  return url
}
