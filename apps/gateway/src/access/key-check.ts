import { SealError, type SecretCodec } from './key-ring.ts'
import { KEY_CHECK_PLACE } from './places.ts'

/** The row that tells whether a key ring belongs to a store. */
export interface KeyCheckRow {
  /** What the first start sealed; undefined before it. */
  readKeyCheck(): Promise<Uint8Array | undefined>
  /** Keeps the blob unless there already is one, and answers the one that is kept. */
  keepKeyCheck(blob: Uint8Array): Promise<Uint8Array>
}

const KNOWN_TEXT = 'hongyan'

/**
 * Refuses to run on a store whose secrets this key ring cannot open, before anything new is sealed with the wrong key.
 *
 * @throws SealError saying what to do.
 */
export async function checkKey(codec: SecretCodec, row: KeyCheckRow, keyFile: string): Promise<void> {
  const sealed =
    (await row.readKeyCheck()) ?? (await row.keepKeyCheck(codec.seal(KNOWN_TEXT, KEY_CHECK_PLACE)))
  try {
    if (codec.open(sealed, KEY_CHECK_PLACE) === KNOWN_TEXT) return
  } catch (cause) {
    throw new SealError(
      `${keyFile} is not the key file of this store: it cannot open its secrets. Set HONGYAN_KEY_FILE to the right one, or restore it from its backup.`,
      { cause },
    )
  }
}
