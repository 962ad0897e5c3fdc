import type { Writable } from 'node:stream'
import type { Dispatcher } from 'undici'

/** Where an answer's bytes go as they come. */
export interface IncomingBody {
  /** @param controller is held back while the bytes find no room */
  take(chunk: Buffer, controller: Dispatcher.DispatchController): void
  /** Calls back when all of it is where it belongs, with the text if it is kept here. */
  end(done: (text: string) => void): void
  abandon(error: Error): void
}

/** Keeps a short answer to be read as text. */
export class TextBody implements IncomingBody {
  readonly #chunks: Buffer[] = []

  take(chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  end(done: (text: string) => void): void {
    const [only] = this.#chunks
    const whole = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks)
    done(whole.toString('utf8'))
  }

  abandon(): void {
    this.#chunks.length = 0
  }
}

/** Passes a long answer on, no faster than the writable takes it. */
export class PassedOnBody implements IncomingBody {
  readonly #to: Writable

  constructor(to: Writable, onError: (error: Error) => void) {
    this.#to = to
    to.on('error', onError)
  }

  take(chunk: Buffer, controller: Dispatcher.DispatchController): void {
    if (this.#to.write(chunk)) return
    controller.pause()
    this.#to.once('drain', () => controller.resume())
  }

  end(done: (text: string) => void): void {
    this.#to.end(() => done(''))
  }

  abandon(error: Error): void {
    this.#to.destroy(error)
  }
}
