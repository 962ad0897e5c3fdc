import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Another process has the data directory. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError'
}

/**
 * Takes the data directory for this process. The operating system frees the lock with the process, however it ends,
 * so there is nothing to clean up after a kill. Answers how to give it back.
 *
 * @throws StoreLockedError if somebody has it.
 */
export function lockDirectory(directory: string): () => void {
  const lock = new Database(join(directory, 'hongyan.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    throw new StoreLockedError(
      `数据目录 ${directory} 正由另一个进程使用。请先停止它，或用 HONGYAN_DATA 指定别的目录；要运行多个节点，请用 HONGYAN_DATABASE_URL 连接 PostgreSQL。` +
        `The data directory ${directory} is in use by another process. Stop that one, or name another directory in HONGYAN_DATA; to run several nodes, give them a PostgreSQL in HONGYAN_DATABASE_URL.`,
      { cause },
    )
  }
  return () => lock.close()
}
