import { expect, test } from 'vitest'
import { eventData } from './event-lines.ts'

test('events are whole however the network cuts them, also inside a Chinese character', async () => {
  const bytes = Buffer.from(': listening\n\nid: 1\ndata: {"text":"已读"}\n\ndata: 2\n\n')
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      for (const byte of bytes) stream.enqueue(Uint8Array.of(byte))
      stream.close()
    },
  })

  expect(await collect(body, new AbortController().signal)).toEqual(['{"text":"已读"}', '2'])
})

test('a stream ends quietly when its reader has left, and loudly when it broke', async () => {
  const leaving = new AbortController()
  leaving.abort()

  expect(await collect(broken(), leaving.signal)).toEqual([])
  await expect(collect(broken(), new AbortController().signal)).rejects.toThrow('connection lost')
})

function broken(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (stream) => stream.error(new Error('connection lost')) })
}

async function collect(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<string[]> {
  const data: string[] = []
  for await (const each of eventData(body, signal)) data.push(each)
  return data
}
