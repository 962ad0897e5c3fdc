import { isIP } from 'node:net'
import { Refusal } from '@hongyan/contract'
import { Agent, request } from 'undici'
import { isPublic, NotPublicError, publicLookup } from './public-address.ts'

/** Redirects are followed by hand, so that each address is looked at. */
const MOST_REDIRECTS = 3
/** Unit: ms. */
const CONNECT_MS = 5_000
const SILENCE_MS = 10_000

/**
 * Fetches files that a sender names by address, from the public internet and from the hosts that the configuration
 * trusts, straight and not through the proxy, since behind one nobody can tell what was connected to.
 */
export class MediaSources {
  readonly #trustedHosts: ReadonlySet<string>
  readonly #public = new Agent({
    connect: { lookup: publicLookup, timeout: CONNECT_MS },
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
  })
  readonly #trusted = new Agent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
  })

  /** @param trustedHosts hosts, with port if it is not the scheme's own, that may lie inside the company */
  constructor(trustedHosts: readonly string[]) {
    this.#trustedHosts = new Set(trustedHosts)
  }

  /** @throws Refusal `media_url_refused`, `media_unreachable` */
  async open(url: string): Promise<AsyncIterable<Uint8Array>> {
    let at = new URL(url)
    for (let step = 0; step <= MOST_REDIRECTS; step++) {
      const { statusCode, headers, body } = await this.#get(at)
      if (statusCode === 200) return whole(body, url)
      await body.dump()
      const location = typeof headers.location === 'string' ? headers.location : undefined
      if (
        statusCode < 300 ||
        statusCode > 399 ||
        location === undefined ||
        !URL.canParse(location, at.href)
      ) {
        throw unreachable(url, `HTTP ${statusCode}`)
      }
      at = new URL(location, at)
    }
    throw unreachable(url, `more than ${MOST_REDIRECTS} redirects`)
  }

  async close(): Promise<void> {
    await Promise.all([this.#public.destroy(), this.#trusted.destroy()])
  }

  async #get(url: URL) {
    const isTrusted = this.#trustedHosts.has(url.host)
    const address = url.hostname.replace(/^\[|\]$/g, '')
    if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
      throw refused(url, url.protocol)
    // An address needs no look-up, so the look-up would not refuse it.
    if (!isTrusted && isIP(address) !== 0 && !isPublic(address)) throw refused(url, address)
    try {
      return await request(url, { dispatcher: isTrusted ? this.#trusted : this.#public })
    } catch (error) {
      if (error instanceof NotPublicError) throw refused(url, error.address)
      throw unreachable(url.href, error instanceof Error ? error.message : String(error))
    }
  }
}

/** @throws Refusal where the line breaks before the end */
async function* whole(body: AsyncIterable<Uint8Array>, url: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw unreachable(url, error instanceof Error ? error.message : String(error))
  }
}

const refused = (url: URL, why: string): Refusal =>
  new Refusal('media_url_refused', {
    field: 'url',
    value: url.host,
    detail: {
      zh: `${url.host}（${why}）不是公网地址。`,
      en: `${url.host} (${why}) is no address of the public internet.`,
    },
  })

const unreachable = (url: string, why: string): Refusal =>
  new Refusal('media_unreachable', {
    field: 'url',
    value: url,
    detail: { zh: `取不到文件：${why}。`, en: `The file could not be fetched: ${why}.` },
  })
