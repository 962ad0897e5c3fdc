import { describe, expect, test } from 'vitest'
import type { MediaRow, Store, UploadKey } from '../store.ts'
import { type MakeStore, MINUTE_MS, NOON } from './test-store.ts'

const row = (id: string, changes: Partial<MediaRow> = {}): MediaRow => ({
  id,
  client: 'oa',
  kind: 'file',
  name: '月报.pdf',
  bytes: 6,
  sha256: 'abc',
  blob: id,
  createdAt: NOON,
  ...changes,
})

const DAY_MS = 24 * 60 * MINUTE_MS
const KEY: UploadKey = { owner: 'corp', kind: 'file', sha256: 'abc' }
const CLAIM = { now: NOON, claimMs: MINUTE_MS, validFor: MINUTE_MS }

/** Two pieces of three bytes. */
async function addFile(store: Store, id: string, changes: Partial<MediaRow> = {}): Promise<MediaRow> {
  await store.addMediaPiece({ blob: id, seq: 0, bytes: Buffer.from([1, 2, 255]), now: NOON })
  await store.addMediaPiece({ blob: id, seq: 1, bytes: Buffer.from([0, 4, 5]), now: NOON })
  return store.addMedia(row(id, changes))
}

async function piecesOf(store: Store, blob: string): Promise<number[]> {
  const bytes: number[] = []
  for (let seq = 0; ; seq++) {
    const piece = await store.mediaPiece(blob, seq)
    if (!piece) return bytes
    bytes.push(...piece)
  }
}

export function testMedia(makeStore: MakeStore): void {
  describe('media', () => {
    test('come back as they were put in, piece by piece', async () => {
      const { store } = await makeStore()

      await addFile(store, 'm1')

      expect(await store.media('m1')).toEqual(row('m1'))
      expect(await store.media('m2')).toBeUndefined()
      expect(await piecesOf(store, 'm1')).toEqual([1, 2, 255, 0, 4, 5])
    })

    test('with equal bytes keep them once', async () => {
      const { store } = await makeStore()
      await addFile(store, 'm1')

      const second = await addFile(store, 'm2', { name: '副本.pdf' })

      expect(second).toMatchObject({ id: 'm2', name: '副本.pdf', blob: 'm1' })
      expect(await piecesOf(store, 'm2')).toEqual([])
      expect(await piecesOf(store, second.blob)).toHaveLength(6)
    })

    test('are uploaded by one at a time, and then by nobody while the platform keeps them', async () => {
      const { store } = await makeStore()

      expect(await store.claimUpload(KEY, CLAIM)).toEqual({ kind: 'claimed' })
      expect(await store.claimUpload(KEY, CLAIM)).toEqual({ kind: 'busy', until: NOON + MINUTE_MS })
      await store.recordUpload(KEY, { handle: '@h1', validUntil: NOON + DAY_MS, now: NOON })

      const ready = { kind: 'ready', handle: '@h1', validUntil: NOON + DAY_MS }
      expect(await store.claimUpload(KEY, CLAIM)).toEqual(ready)
      expect(await store.claimUpload({ ...KEY, owner: 'other' }, CLAIM)).toEqual({ kind: 'claimed' })
    })

    test('are uploaded again before the platform forgets them, and never where it does not', async () => {
      const { store } = await makeStore()
      await store.claimUpload(KEY, CLAIM)
      await store.recordUpload(KEY, { handle: '@h1', validUntil: NOON + DAY_MS, now: NOON })
      const soonOver = { ...CLAIM, now: NOON + DAY_MS - MINUTE_MS + 1 }

      expect(await store.claimUpload(KEY, soonOver)).toEqual({ kind: 'claimed' })
      await store.recordUpload(KEY, { handle: '@h2', validUntil: null, now: NOON })
      expect(await store.claimUpload(KEY, { ...CLAIM, now: NOON + 1000 * DAY_MS })).toMatchObject({
        handle: '@h2',
      })
    })

    test('whose upload failed, or whose uploader died, are free for the next one', async () => {
      const { store } = await makeStore()
      await store.claimUpload(KEY, CLAIM)
      await store.recordUpload(KEY, { handle: null, validUntil: null, now: NOON })

      expect(await store.claimUpload(KEY, CLAIM)).toEqual({ kind: 'claimed' })
      expect(await store.claimUpload(KEY, { ...CLAIM, now: NOON + MINUTE_MS })).toEqual({ kind: 'claimed' })
    })

    test('go when nobody has used them for long: shared bytes with the last, unfinished ones too', async () => {
      const { store } = await makeStore()
      await addFile(store, 'm1')
      await addFile(store, 'm2')
      await store.addMediaPiece({ blob: 'never finished', seq: 0, bytes: Buffer.from([1]), now: NOON })
      await store.useMedia(['m2'], NOON + 10 * DAY_MS)
      const pruneAt = async (bodiesBefore: number) => {
        const rest = {
          historyBefore: 0,
          auditBefore: 0,
          idempotencyBefore: 0,
          contentSeenBefore: 0,
          turnsBefore: 0,
        }
        while ((await store.prune({ bodiesBefore, ...rest }, 1)) > 0);
      }

      await pruneAt(NOON + DAY_MS)
      expect(await store.media('m1')).toBeUndefined()
      expect(await piecesOf(store, 'm1')).toHaveLength(6)
      expect(await piecesOf(store, 'never finished')).toEqual([])

      await pruneAt(NOON + 20 * DAY_MS)
      expect(await store.media('m2')).toBeUndefined()
      expect(await piecesOf(store, 'm1')).toEqual([])
    })
  })
}
