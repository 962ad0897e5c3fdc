import type { Progress } from './arrival.ts'

const BAR_CELLS = 24

/** One line, for example `█████████░░░░░░░ 5/8`. */
export function renderProgress({ arrived, total }: Progress): string {
  const full = total === 0 ? 0 : Math.floor((arrived / total) * BAR_CELLS)
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)} ${arrived}/${total}`
}

/** What a terminal offers for drawing over the same line again and again. */
export interface Terminal {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** Draws on a terminal only: in a file or a pipe a bar is noise. */
export class ProgressBar {
  readonly #terminal: Terminal

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  show(progress: Progress): void {
    if (this.#terminal.isTTY) this.#terminal.write(`${LINE_START}${renderProgress(progress)}${REST_OF_LINE}`)
  }

  clear(): void {
    if (this.#terminal.isTTY) this.#terminal.write(`${LINE_START}${REST_OF_LINE}`)
  }
}

const LINE_START = '\r'
/** ECMA-48 EL: erases to the end of the line. */
const REST_OF_LINE = '\u001b[K'
