import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkKey, type KeyCheckRow } from './key-check.ts'
import { addKey, forgetOlderKeys, loadKeyRing } from './key-file.ts'

const PLACE = 'app|hr-ding|appSecret'

describe('the key file', () => {
  test('is made on first start for its owner alone, and is the same on the next', async () => {
    const file = await newFile()

    const blob = (await loadKeyRing(file)).seal('secret', PLACE)

    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await loadKeyRing(file)).open(blob, PLACE)).toBe('secret')
  })

  test('is one file when two starts make it at once', async () => {
    const file = await newFile()

    const [one, other] = await Promise.all([loadKeyRing(file), loadKeyRing(file)])

    expect(other.open(one.seal('secret', PLACE), PLACE)).toBe('secret')
  })

  test('is refused while others may read it, and the sentence says what to type', async () => {
    const file = await newFile()
    await loadKeyRing(file)
    await chmod(file, 0o644)

    await expect(loadKeyRing(file)).rejects.toThrow(`chmod 600 ${file}`)
  })

  test('is refused when a line is no key, and the sentence does not repeat the line', async () => {
    const file = await newFile()
    await writeFile(file, 'k1 c2VjcmV0 extra\n', { mode: 0o600 })

    await expect(loadKeyRing(file)).rejects.toThrow(/no key/)
    await expect(loadKeyRing(file)).rejects.not.toThrow(/c2VjcmV0/)
  })

  test('keeps the old key when it is rotated, for what that key sealed', async () => {
    const file = await newFile()
    const blob = (await loadKeyRing(file)).seal('secret', PLACE)

    const rotated = await addKey(file)

    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await loadKeyRing(file)).open(blob, PLACE)).toBe('secret')
    expect(rotated.sealAnew(blob, PLACE)).toBeDefined()
  })

  test('is rotated although a process died over an earlier rotation', async () => {
    const file = await newFile()
    await loadKeyRing(file)
    await writeFile(`${file}.new`, 'half a ke', { mode: 0o600 })

    const blob = (await addKey(file)).seal('secret', PLACE)

    expect((await loadKeyRing(file)).open(blob, PLACE)).toBe('secret')
  })

  test('holds the newest key alone once the older ones are forgotten', async () => {
    const file = await newFile()
    const before = (await loadKeyRing(file)).seal('secret', PLACE)
    const after = (await addKey(file)).seal('secret', PLACE)

    await forgetOlderKeys(file)

    const ring = await loadKeyRing(file)
    expect(ring.open(after, PLACE)).toBe('secret')
    expect(() => ring.open(before, PLACE)).toThrow('this key ring lacks')
  })
})

describe('the key check', () => {
  test('passes with the ring that sealed it, also after a rotation', async () => {
    const file = await newFile()
    const row = keyCheckRow()

    await checkKey(await loadKeyRing(file), row, file)

    await expect(checkKey(await addKey(file), row, file)).resolves.toBeUndefined()
  })

  test('refuses another key file and names it', async () => {
    const [file, wrong] = [await newFile(), await newFile()]
    const row = keyCheckRow()
    await checkKey(await loadKeyRing(file), row, file)

    await expect(checkKey(await loadKeyRing(wrong), row, wrong)).rejects.toThrow(
      `${wrong} is not the key file`,
    )
  })
})

async function newFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-key-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return join(directory, 'keys')
}

/** A store's row, in memory: the first blob stays. */
function keyCheckRow(): KeyCheckRow {
  let kept: Uint8Array | undefined
  return {
    readKeyCheck: async () => kept,
    keepKeyCheck: async (blob) => {
      kept ??= blob
      return kept
    },
  }
}
