import type { TokenStore } from '@hongyan/platform-call'
import type { SecretCodec } from '../access/key-ring.ts'
import type { AccessOperations } from './port/access.ts'
import type { CallOperations } from './port/call.ts'
import type { IdentityOperations } from './port/identity.ts'
import type { LimitOperations } from './port/limit.ts'
import type { MediaOperations } from './port/media.ts'
import type { MessageOperations } from './port/message.ts'
import type { NodeOperations } from './port/node.ts'
import type { ReportOperations } from './port/report.ts'
import type { Retention, ViewOperations } from './port/view.ts'

/**
 * Where the gateway keeps everything: SQLite in one process, PostgreSQL for many.
 *
 * Each operation is a whole step of the domain and one transaction: it has happened or it has not, and when it resolves
 * it is on disk. What a step changes, its events and its counters are written together. Callbacks are pure and
 * synchronous, because a transaction that met another one is run again. Time comes in as `now`, business milliseconds;
 * only leases run in the store's own real time.
 */
export interface Store
  extends MessageOperations,
    IdentityOperations,
    CallOperations,
    ReportOperations,
    LimitOperations,
    AccessOperations,
    NodeOperations,
    MediaOperations,
    ViewOperations {
  /** Tokens shared by all nodes, sealed by the codec; one refresh at a time over all of them. */
  tokens(codec: SecretCodec): TokenStore
  /**
   * Called after a commit, of this node or another, that may have given somebody something to do. Wake-ups are joined
   * and may be lost between nodes: polling is the guarantee. Answers how to stop.
   */
  onChange(listener: () => void): () => void
  /** Removes at most `limit` rows of what is over its retention; answers how many, 0 when nothing is left. */
  prune(retention: Retention, limit: number): Promise<number>
  /** Waits for what is under way. */
  close(): Promise<void>
}

export type * from './port/access.ts'
export type * from './port/call.ts'
export type * from './port/identity.ts'
export type * from './port/limit.ts'
export type * from './port/media.ts'
export type * from './port/message.ts'
export type * from './port/node.ts'
export type * from './port/report.ts'
export type * from './port/view.ts'
export type * from './port/words.ts'
