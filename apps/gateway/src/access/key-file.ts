import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KeyRing, newRingKey, type RingKey, SealError } from './key-ring.ts'

/**
 * The key ring from its file, which is made on first start. The file lies apart from the data, so that a backup of the
 * data alone opens no secret. One key a line, `<id> <base64>`, the newest last; only its owner may read it.
 *
 * @throws SealError naming the file if others may read it or a line is no key.
 */
export async function loadKeyRing(file: string): Promise<KeyRing> {
  return new KeyRing(await readKeys(file))
}

/** Adds a key that seals from now on; the older ones only open. */
export async function addKey(file: string): Promise<KeyRing> {
  const keys = [...(await readKeys(file)), newRingKey()]
  await replaceKeys(file, keys)
  return new KeyRing(keys)
}

/** Leaves only the newest key. What an older one sealed, backups of the data among it, opens nowhere any more. */
export async function forgetOlderKeys(file: string): Promise<void> {
  await replaceKeys(file, (await readKeys(file)).slice(-1))
}

/** The file is replaced whole or not at all, and what a process that died over this has left behind is in nobody's way. */
async function replaceKeys(file: string, keys: readonly RingKey[]): Promise<void> {
  const written = `${file}.new`
  await rm(written, { force: true })
  await writeKeys(written, keys)
  await rename(written, file)
  await syncDirectory(dirname(file))
}

/** A new name is on disk with its directory. Windows cannot open one, and writes names at once. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function readKeys(file: string): Promise<RingKey[]> {
  const text = (await readIfThere(file)) ?? (await createKeyFile(file))
  await refuseReadableByOthers(file)
  const keys = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => readKey(line, file))
  if (keys.length === 0) throw new SealError(`${file} holds no key. Restore it from its backup.`)
  return keys
}

/** Two nodes may start at once on one file: a link is made whole or not at all, and who comes second reads the first's. */
async function createKeyFile(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const written = `${file}.${process.pid}.${randomUUID()}`
  await writeKeys(written, [newRingKey()])
  try {
    await link(written, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await unlink(written)
  }
  await syncDirectory(dirname(file))
  return readFile(file, 'utf8')
}

/** Reaches the disk before a secret is sealed with it: a key lost by a power cut would take the secrets along. */
async function writeKeys(file: string, keys: readonly RingKey[]): Promise<void> {
  const handle = await open(file, 'wx', OWNER_ONLY)
  try {
    await handle.writeFile(
      keys.map(({ id, key }) => `${id} ${Buffer.from(key).toString('base64')}\n`).join(''),
    )
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const OWNER_ONLY = 0o600
const OTHERS_MAY_READ = 0o044

async function refuseReadableByOthers(file: string): Promise<void> {
  const { mode } = await stat(file)
  // Windows knows no such bits and reports every file as readable by all.
  if (process.platform === 'win32' || (mode & OTHERS_MAY_READ) === 0) return
  throw new SealError(`${file} can be read by others. Make it yours alone: chmod 600 ${file}`)
}

function readKey(line: string, file: string): RingKey {
  const [id, key, ...rest] = line.trim().split(/\s+/)
  if (!id || !key || rest.length > 0)
    throw new SealError(`A line of ${file} is no key. Restore it from its backup.`)
  return { id, key: Buffer.from(key, 'base64') }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
