import type { Text } from '@hongyan/contract'

/** The command cannot be carried out as written. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly text: Text

  constructor(zh: string, en: string) {
    super(en)
    this.text = { zh, en }
  }
}
