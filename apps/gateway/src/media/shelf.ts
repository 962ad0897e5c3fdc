import type { OpenAccount } from '../accounts/directory.ts'
import type { Finding, Upload } from '../channels/session.ts'
import type { Clock } from '../clock.ts'
import { drawsOf } from '../limits/draws.ts'
import type { MediaRow, Store, UploadKey } from '../store/store.ts'
import { readMedia } from './add.ts'

/** Whether a message with a file can go now. */
export type MediaAnswer =
  | { readonly kind: 'ready'; readonly handle: string }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'refused'; readonly finding: Finding }

export interface MediaShelfOptions {
  readonly store: Pick<Store, 'media' | 'mediaPiece' | 'claimUpload' | 'recordUpload' | 'debit'>
  readonly clock: Pick<Clock, 'now'>
  readonly onError: (error: unknown) => void
  /** A file that was waited for is there, or will not come. */
  readonly onSettled: () => void
}

type Standing =
  | { readonly kind: 'ready'; readonly handle: string; readonly validUntil: number | null }
  | { readonly kind: 'refused'; readonly finding: Finding; readonly until: number }
  | { readonly kind: 'waiting'; readonly until: number; readonly tries: number }

/** A handle must outlive the call that names it, its retries and replays. Unit: ms. */
const RENEWED_BEFORE_MS = 4 * 3_600_000
/** 20 MB over a slow line. Who dies over an upload is taken over after it. Unit: ms. */
const CLAIM_MS = 120_000
/** Others wait for an upload, of this process or another one, so long before they look again. Unit: ms. */
const LOOK_AGAIN_MS = 1000
const RETRY_MS = 10_000
const MOST_TRIES = 5
/** What the platform refused once it refuses again; after so long an admin may have changed something. Unit: ms. */
const REFUSED_MS = 60_000

/**
 * Brings files to the platforms before the messages that carry them start: each file once for all who own it together,
 * and again before the platform forgets it. Asking is synchronous, because a call is planned inside a transaction.
 */
export class MediaShelf {
  readonly #options: MediaShelfOptions
  readonly #standings = new Map<string, Standing>()
  readonly #underWay = new Set<Promise<void>>()

  constructor(options: MediaShelfOptions) {
    this.#options = options
  }

  /** What is not ready is begun by being asked for. */
  ask(account: OpenAccount, media: string): MediaAnswer {
    const now = this.#options.clock.now()
    const name = `${ownerOf(account)}/${media}`
    const standing = this.#standings.get(name)
    if (standing?.kind === 'ready' && isValid(standing, now)) return standing
    if (standing?.kind === 'refused' && standing.until > now) return standing
    if (standing?.kind === 'waiting' && standing.until > now)
      return { kind: 'wait', until: now + LOOK_AGAIN_MS }
    this.#begin(name, account, media, standing?.kind === 'waiting' ? standing.tries : 0)
    return { kind: 'wait', until: now + LOOK_AGAIN_MS }
  }

  /** Resolves when no upload is under way. */
  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  #begin(name: string, account: OpenAccount, media: string, tries: number): void {
    const { clock, onError, onSettled } = this.#options
    const waitFor = (ms: number): Standing => ({ kind: 'waiting', until: clock.now() + ms, tries: tries + 1 })
    this.#standings.set(name, waitFor(CLAIM_MS))
    const upload = this.#bring(account, media, tries)
      .catch((error: unknown) => {
        onError(error)
        return waitFor(RETRY_MS)
      })
      .then((standing) => {
        this.#standings.set(name, standing)
        this.#underWay.delete(upload)
        onSettled()
      })
    this.#underWay.add(upload)
  }

  async #bring(account: OpenAccount, media: string, tries: number): Promise<Standing> {
    const { store, clock } = this.#options
    const row = await store.media(media)
    if (!row) return refused({ code: 'media_gone' }, clock.now())
    const key: UploadKey = { owner: ownerOf(account), kind: row.kind, sha256: row.sha256 }
    const claim = await store.claimUpload(key, {
      now: clock.now(),
      claimMs: CLAIM_MS,
      validFor: RENEWED_BEFORE_MS,
    })
    if (claim.kind === 'ready') return claim
    if (claim.kind === 'busy') return { kind: 'waiting', until: clock.now() + LOOK_AGAIN_MS, tries }
    const upload = await this.#upload(account, row)
    const now = clock.now()
    if (upload.kind === 'uploaded') {
      const { handle, validUntil } = upload
      await store.recordUpload(key, { handle, validUntil, now })
      return { kind: 'ready', handle, validUntil }
    }
    await store.recordUpload(key, { handle: null, validUntil: null, now })
    if (upload.kind === 'refused') return refused(upload.finding, now)
    if (tries + 1 >= MOST_TRIES) return refused({ ...upload.finding, code: 'media_not_uploaded' }, now)
    return { kind: 'waiting', until: now + (upload.retryAfterMs ?? RETRY_MS), tries: tries + 1 }
  }

  async #upload(account: OpenAccount, row: MediaRow): Promise<Upload> {
    const { store, clock } = this.#options
    const draws = drawsOf(account, 'upload')
    const debit = await store.debit({
      limits: draws.map(({ spec }) => spec),
      amounts: draws.map((draw) => draw.amount(undefined, 1)),
      now: clock.now(),
    })
    if (!debit.granted) {
      return { kind: 'later', finding: { code: 'throttled' }, retryAfterMs: debit.waitUntil - clock.now() }
    }
    const { kind, name, bytes: size } = row
    const file = { kind, name, size, bytes: () => readMedia(row, store) }
    return account.session.upload?.(file) ?? { kind: 'refused', finding: { code: 'media_rejected' } }
  }
}

/** Where apps of a corp see each other's files they share them; a robot's belong to the robot. */
const ownerOf = ({ channel, corp, app }: OpenAccount): string =>
  channel.app.owner === 'robot' ? `robot ${app}` : `corp ${corp}`

const isValid = ({ validUntil }: { readonly validUntil: number | null }, now: number): boolean =>
  validUntil === null || validUntil >= now + RENEWED_BEFORE_MS

const refused = (finding: Finding, now: number): Standing => ({
  kind: 'refused',
  finding,
  until: now + REFUSED_MS,
})
