/** What has been opened, so that it is closed in the opposite order, also when opening the next thing fails. */
export class Closing {
  readonly #steps: (() => Promise<void>)[] = []

  add(step: () => Promise<void>): void {
    this.#steps.push(step)
  }

  /** Closes all, even if one fails. @throws AggregateError of what failed */
  async close(): Promise<void> {
    const errors: unknown[] = []
    for (const step of this.#steps.splice(0).reverse()) {
      await step().catch((error: unknown) => errors.push(error))
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('; '))
  }
}
