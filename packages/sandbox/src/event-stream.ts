/**
 * An answer that goes on: server-sent events (WHATWG HTML, section 9.2) until the reader leaves. `open` is given the
 * way to send and answers what is to be done at the end.
 */
export class EventStream {
  readonly open: (send: (event: string, data: object) => void) => () => void

  constructor(open: EventStream['open']) {
    this.open = open
  }
}
