/** The `data:` of each server-sent event as the stream brings them; ends when the stream is aborted by `signal`. */
export async function* eventData(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith(DATA)) yield line.slice(DATA.length)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

const DATA = 'data: '
