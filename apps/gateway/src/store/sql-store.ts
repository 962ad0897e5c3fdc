import type { TokenStore } from '@hongyan/platform-call'
import type { SecretCodec } from '../access/key-ring.ts'
import { AcceptGroups } from './operations/accept-groups.ts'
import * as access from './operations/access.ts'
import { cancelCounts, cancelSome, expireSome, markCancelled } from './operations/cancel.ts'
import { contentSentTo } from './operations/content-seen.ts'
import * as deliveryViews from './operations/delivery-views.ts'
import { latestEvent, readEvents } from './operations/events.ts'
import { dueRecalls, dueReports, wantReport } from './operations/follow-ups.ts'
import { recordIdentities, unresolved } from './operations/identities.ts'
import { backlog, lanes } from './operations/lanes.ts'
import { appendRecipients, laterChunk } from './operations/later.ts'
import { blockScope, debit, HeldLimits, limitUse, refund } from './operations/limits.ts'
import * as media from './operations/media.ts'
import * as messageViews from './operations/message-views.ts'
import * as nodes from './operations/nodes.ts'
import { recordOutcome } from './operations/outcome.ts'
import { erasePerson, person } from './operations/people-views.ts'
import { prune } from './operations/prune.ts'
import { recordRecall, requestRecall } from './operations/recall.ts'
import { startReplays } from './operations/replay.ts'
import { recordReport } from './operations/report.ts'
import { reseal } from './operations/reseal.ts'
import { start } from './operations/start.ts'
import { openCalls } from './operations/started-calls.ts'
import { StoredTokens } from './operations/tokens.ts'
import type { Engine, Sql } from './sql/sql.ts'
import type { MessageRef, Store } from './store.ts'

type Operation<Arguments extends unknown[], Result> = (sql: Sql, ...inputs: Arguments) => Promise<Result>

/** The port over an engine: which operation writes, which only reads, and which takes several transactions. */
export function sqlStore(engine: Engine): Store {
  const groups = new AcceptGroups(engine)
  const writing =
    <Arguments extends unknown[], Result>(operation: Operation<Arguments, Result>) =>
    (...inputs: Arguments) =>
      engine.write((sql) => operation(sql, ...inputs))
  const reading =
    <Arguments extends unknown[], Result>(operation: Operation<Arguments, Result>) =>
    (...inputs: Arguments) =>
      engine.read((sql) => operation(sql, ...inputs))
  const cancelAll = async (message: MessageRef, now: number) => {
    await engine.write((sql) => markCancelled(sql, message, now))
    while ((await engine.write((sql) => cancelSome(sql, message, now))) > 0);
    return engine.read((sql) => cancelCounts(sql, message))
  }
  return {
    accept: (input) => groups.accept(input),
    laterChunk: reading(laterChunk),
    appendRecipients: writing(appendRecipients),
    cancel: cancelAll,
    expire: async (now, limit) => {
      const queued = await engine.write((sql) => expireSome(sql, 'queued', now, limit))
      return queued + (await engine.write((sql) => expireSome(sql, 'unresolved', now, limit)))
    },

    unresolved: writing(unresolved),
    recordIdentities: writing(recordIdentities),

    lanes: reading(lanes),
    start: writing(start),
    startReplays: writing(startReplays),
    recordOutcome: writing(recordOutcome),
    openCalls: reading(openCalls),
    contentSentTo: reading(contentSentTo),

    dueReports: writing(dueReports),
    wantReport: writing(wantReport),
    recordReport: writing(recordReport),
    requestRecall: async (message, now) => {
      const { cancelled } = await cancelAll(message, now)
      return { cancelled, ...(await engine.write((sql) => requestRecall(sql, message, now))) }
    },
    dueRecalls: writing(dueRecalls),
    recordRecall: writing(recordRecall),

    debit: writing(debit),
    refund: writing(refund),
    allowances: reading(HeldLimits.read),
    blockScope: writing(blockScope),
    limitUse: reading(limitUse),

    clients: reading(access.clients),
    addClient: writing(access.addClient),
    apiKeys: reading(access.apiKeys),
    apiKey: reading(access.apiKey),
    addApiKey: writing(access.addApiKey),
    revokeApiKey: writing(access.revokeApiKey),
    corps: reading(access.corps),
    apps: reading(access.apps),
    app: reading(access.app),
    changeApp: writing(access.changeApp),
    accounts: reading(access.accounts),
    account: reading(access.account),
    addAccount: writing(access.addAccount),
    changeAccount: writing(access.changeAccount),
    appendAudit: writing(access.appendAudit),
    audit: reading(access.audit),
    readKeyCheck: reading(access.readKeyCheck),
    keepKeyCheck: writing(access.keepKeyCheck),
    reseal: writing(reseal),

    registerNode: writing(nodes.registerNode),
    heartbeat: writing(nodes.heartbeat),
    deadEpochs: writing(nodes.deadEpochs),
    livingNodes: reading(nodes.livingNodes),
    leave: writing(nodes.leave),
    time: reading(nodes.time),
    setClockOffset: writing(nodes.setClockOffset),

    message: reading(messageViews.message),
    messages: reading(messageViews.messages),
    delivery: reading(deliveryViews.delivery),
    deliveries: reading(deliveryViews.deliveries),
    attempts: reading(deliveryViews.attempts),
    person: reading(person),
    deliveriesOf: reading(deliveryViews.deliveriesOf),
    erasePerson: writing(erasePerson),
    readEvents: reading(readEvents),
    latestEvent: reading(latestEvent),
    backlog: reading(backlog),

    addMediaPiece: writing(media.addMediaPiece),
    addMedia: writing(media.addMedia),
    media: reading(media.media),
    mediaPiece: reading(media.mediaPiece),
    useMedia: writing(media.useMedia),
    claimUpload: writing(media.claimUpload),
    recordUpload: writing(media.recordUpload),

    tokens: (codec: SecretCodec): TokenStore => new StoredTokens(engine, codec),
    onChange: (listener) => engine.onChange(listener),
    prune: writing(prune),
    close: () => engine.close(),
  }
}
