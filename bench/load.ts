/** Runs `send` a number of times, always `concurrency` of them at once until they run out. */
export async function sendAll(count: number, concurrency: number, send: () => Promise<void>): Promise<void> {
  let left = count
  const worker = async () => {
    while (left > 0) {
      left--
      await send()
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
}

/** How many of them end per second. */
export async function sendsPerSecond(
  count: number,
  concurrency: number,
  send: () => Promise<void>,
): Promise<number> {
  const startedAt = performance.now()
  await sendAll(count, concurrency, send)
  return (count * 1000) / (performance.now() - startedAt)
}
