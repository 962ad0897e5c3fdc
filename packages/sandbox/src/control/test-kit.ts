import { expect, onTestFinished } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../index.ts'

/** Monday 2026-03-02, 10:00 in Shanghai. */
export const MORNING = Date.UTC(2026, 2, 2, 2)

export interface ControlAnswer {
  readonly status: number
  // The tests compare it with what they expect; its shape is what they are about.
  readonly body: unknown
}

/** A sandbox in standing time, and its control API seen by HTTP. */
export async function startControlled(options: SandboxOptions = {}): Promise<ControlUnderTest> {
  const sandbox = await startSandbox({ clock: { now: () => MORNING }, ...options })
  onTestFinished(() => sandbox.close())
  return new ControlUnderTest(sandbox)
}

export class ControlUnderTest {
  readonly sandbox: Sandbox

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox
  }

  get(path: string): Promise<ControlAnswer> {
    return this.#call(`/_sandbox${path}`, {})
  }

  post(path: string, body: unknown = {}): Promise<ControlAnswer> {
    return this.#call(`/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) })
  }

  delete(path: string): Promise<ControlAnswer> {
    return this.#call(`/_sandbox${path}`, { method: 'DELETE' })
  }

  /** A platform's answer. */
  platform(path: string, init: RequestInit = {}): Promise<ControlAnswer> {
    return this.#call(path, init)
  }

  gettokenPath(): string {
    const [app] = this.sandbox.control.company().dingtalk.apps
    return `/gettoken?appkey=${app?.appKey}&appsecret=${app?.appSecret}`
  }

  async #call(path: string, init: RequestInit): Promise<ControlAnswer> {
    const response = await fetch(this.sandbox.url + path, init)
    const text = await response.text()
    return { status: response.status, body: parsedOrText(text) }
  }
}

/** What a refused control call names. */
export function refusal(field: string, value: unknown, status = 400) {
  return { status, body: { error: expect.objectContaining({ field, value, next: expect.any(String) }) } }
}

/** Faults may answer what is no JSON. */
function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
