import { decrypt, encrypt, isSignedBy, sign } from '../../callback-crypto.ts'
import { attemptPush, type CallbackSettings } from '../../callback-push.ts'
import type { World } from '../../world.ts'
import { parseObject } from '../params.ts'

/** What an address must answer, encrypted (《回调事件消息体加解密》). */
const SUCCESS = 'success'
const NONCE_CHARS = 16

/** One encrypted POST of event subscription over HTTP; the address must answer `success`, encrypted likewise. */
export class EventPush {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Undefined if it was taken, otherwise why not. `owner`: whose key stands at the end of what is encrypted. */
  async once(
    { url, token, aesKey }: CallbackSettings,
    owner: string,
    event: object,
    deadlineMs: number,
  ): Promise<{ status: number | null; failure: string | null }> {
    const nonce = this.#world.ids.base36(NONCE_CHARS)
    const timestamp = String(this.#world.clock.now())
    const encrypted = encrypt(aesKey, JSON.stringify(event), owner, this.#world.ids.urlSafe(NONCE_CHARS))
    const signature = sign(token, timestamp, nonce, encrypted)
    const address = new URL(url)
    // The prose of the page names it `signature`, every sample reads `msg_signature`.
    for (const name of ['signature', 'msg_signature']) address.searchParams.set(name, signature)
    address.searchParams.set('timestamp', timestamp)
    address.searchParams.set('nonce', nonce)
    const answer = await attemptPush(
      {
        method: 'POST',
        url: address.href,
        contentType: 'application/json',
        body: JSON.stringify({ encrypt: encrypted }),
      },
      deadlineMs,
    )
    if (typeof answer === 'string') return { status: null, failure: answer }
    const failure = answer.status === 200 ? complaintAbout(answer.text, { token, aesKey }, owner) : null
    return { status: answer.status, failure }
  }
}

function complaintAbout(
  text: string,
  { token, aesKey }: Pick<CallbackSettings, 'token' | 'aesKey'>,
  owner: string,
): string | null {
  const { msg_signature, timeStamp, nonce, encrypt: encrypted } = parseObject(text) ?? {}
  if (typeof encrypted !== 'string') return '返回文本非success: the answer has no "encrypt"'
  if (!isSignedBy(String(msg_signature), token, String(timeStamp), String(nonce), encrypted))
    return 'msg_signature does not fit timeStamp, nonce and encrypt'
  return decrypt(aesKey, encrypted, owner) === SUCCESS ? null : '返回文本非success'
}
