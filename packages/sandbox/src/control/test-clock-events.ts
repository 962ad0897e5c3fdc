import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'

export interface ToldOffset {
  readonly follower: string
  readonly offsetMs: number
}

/** Follows a sandbox's clock as a program of any language would; answers after the first byte. */
export async function openClockEvents(url: string) {
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const response = await fetch(`${url}/_sandbox/clock/events`, { signal: leaving.signal })
  if (!response.body) throw new Error('The stream has no body.')
  const source = Readable.fromWeb(response.body).on('error', () => undefined)
  const lines = createInterface({ input: source })[Symbol.asyncIterator]()
  const next = async (): Promise<ToldOffset> => {
    for (;;) {
      const { value: line, done } = await lines.next()
      if (done) throw new Error('The stream has ended.')
      if (line.startsWith('data: ')) return JSON.parse(line.slice('data: '.length))
    }
  }
  return {
    next,
    /** The first event that tells at least this offset. */
    until: async (offsetMs: number): Promise<ToldOffset> => {
      for (;;) {
        const told = await next()
        if (told.offsetMs >= offsetMs) return told
      }
    },
    close: () => leaving.abort(),
  }
}
