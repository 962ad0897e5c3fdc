/** Who is blocked until when. A limit that has been changed since lifts the blocks that its old value caused. */
export class BlockList {
  readonly #blocks = new Map<string, { until: number; limit: number }>()

  begin(owner: string, until: number, limit: number): void {
    this.#blocks.set(owner, { until, limit })
  }

  holds(owner: string, now: number, limit: number): boolean {
    const block = this.#blocks.get(owner)
    if (block === undefined) return false
    if (now < block.until && block.limit === limit) return true
    this.#blocks.delete(owner)
    return false
  }
}
