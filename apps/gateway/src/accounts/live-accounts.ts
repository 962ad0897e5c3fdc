import type { AccountDirectory } from './directory.ts'

/** A live account and a clock that jumps: real messages would wait for ever, expire or go out at the wrong time. */
export class LiveAccountError extends Error {
  override readonly name = 'LiveAccountError'

  constructor() {
    super(
      '数据目录里有真实账号，不能和沙箱共用时钟。请用 HONGYAN_DATA 为沙箱指定另一个目录。' +
        'There are live accounts in this store, which must not share a sandbox’s clock. Name another directory in HONGYAN_DATA.',
    )
  }
}

/** @throws LiveAccountError if a sandbox is attached beside them. */
export function refuseLiveAccounts(
  sandboxUrl: string | undefined,
  directory: Pick<AccountDirectory, 'onlySandbox'>,
): void {
  if (sandboxUrl !== undefined && !directory.onlySandbox()) throw new LiveAccountError()
}
