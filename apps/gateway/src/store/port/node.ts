/** Nodes are processes. Each has an epoch, which fences what it writes; leases run in the store's own real time. */
export interface NodeOperations {
  /** On SQLite, where one process holds the store, every earlier epoch dies with it. */
  registerNode(input: { readonly name: string; readonly leaseMs: number }): Promise<number>
  /** `lost`: the epoch was declared dead, for ever; register anew. */
  heartbeat(epoch: number, leaseMs: number): Promise<'alive' | 'lost'>
  /**
   * Declares dead whose lease has run out, frees what the dead had claimed, and answers all dead epochs that still have
   * open calls.
   */
  deadEpochs(now: number): Promise<readonly number[]>
  /** Names of those that may still be at work: neither left nor past their lease. */
  livingNodes(): Promise<readonly string[]>
  /** An orderly end: what it still has open may be rescued at once. */
  leave(epoch: number): Promise<void>
  /** The store's own real time, Unix milliseconds, and by how much business time is ahead of it. */
  time(): Promise<{ readonly realNow: number; readonly offsetMs: number }>
  setClockOffset(offsetMs: number): Promise<void>
}
