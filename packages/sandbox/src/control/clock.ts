import { ControlError } from '../control-error.ts'
import { EventStream } from '../event-stream.ts'
import { text, wholeNumber } from './input.ts'
import type { ControlRoute } from './route.ts'
import type { ClockReading, SandboxControl } from './sandbox-control.ts'

/** How long an advance waits for programs that follow the clock. Unit: real milliseconds. */
const FOLLOWER_PATIENCE_MS = 10_000

export const clockRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/clock', what: 'business time', answer: (control) => control.clock() },
  {
    method: 'POST',
    path: '/clock/advance',
    what: '{"ms"}: moves business time forward; answers once every follower has acknowledged it',
    answer: (control, { input }) => advance(control, input.only('ms').required('ms', wholeNumber(0))),
  },
  {
    method: 'GET',
    path: '/clock/events',
    what: 'server-sent events: the offset of business time now and after each advance, for programs that follow it',
    answer: (control) => followClock(control),
  },
  {
    method: 'POST',
    path: '/clock/ack',
    what: '{"follower", "offsetMs"}: the follower of that name now goes by this offset',
    answer: (control, { input }) => {
      const { followers } = control
      const name = input.only('follower', 'offsetMs').required('follower', text)
      if (!followers.acknowledge(name, input.required('offsetMs', wholeNumber(0)))) {
        throw new ControlError('follower', name, 'Use the name from the first event of an open stream.', 404)
      }
      return {}
    },
  },
]

async function advance(control: SandboxControl, ms: number): Promise<ClockReading> {
  const { offsetMs } = control.advance(ms)
  if (!(await control.followers.caughtUp(offsetMs, FOLLOWER_PATIENCE_MS))) {
    const behind = control.followers.behind(offsetMs).join(', ')
    throw new ControlError('ms', ms, `Time has moved, but ${behind} did not follow. Is it stopped?`, 504)
  }
  return control.clock()
}

function followClock(control: SandboxControl): EventStream {
  return new EventStream((send) => {
    const name = control.followers.join((offsetMs) => send('clock', { follower: name, offsetMs }))
    send('clock', { follower: name, offsetMs: control.clock().offsetMs })
    return () => control.followers.leave(name)
  })
}
