/** Something a test waits for by name instead of by time. */
export interface Signal<T = void> {
  readonly fire: (value: T) => void
  readonly fired: Promise<T>
}

export function signal<T = void>(): Signal<T> {
  let fire: (value: T) => void = () => undefined
  const fired = new Promise<T>((resolve) => {
    fire = resolve
  })
  return { fire, fired }
}
