import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How the command on this machine reaches the gateway: where it listens, and a key of its own. */
export interface LocalAccess {
  readonly url: string
  readonly key: string
}

/** In the data directory, so that who may read the data may also use the command. */
export function localKeyFile(dataDirectory: string): string {
  return join(dataDirectory, 'local.json')
}

/** Replaced whole or not at all, because a command may read it at this moment. */
export async function writeLocalAccess(dataDirectory: string, access: LocalAccess): Promise<void> {
  const file = localKeyFile(dataDirectory)
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  await writeFile(`${file}.new`, `${JSON.stringify(access)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Undefined where no gateway has been started yet, or where the file is not ours to read. */
export async function readLocalAccess(dataDirectory: string): Promise<LocalAccess | undefined> {
  const text = await readFile(localKeyFile(dataDirectory), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : parseAccess(text)
}

function parseAccess(text: string): LocalAccess | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isLocalAccess(value) ? value : undefined
  } catch {
    // A file cut by a full disk: the next start writes it anew.
    return undefined
  }
}

function isLocalAccess(value: unknown): value is LocalAccess {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    'key' in value &&
    typeof value.key === 'string'
  )
}
