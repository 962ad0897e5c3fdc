import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/hongyan.js', import.meta.url))

/** The sandbox beside the gateway: its own process, so that killing one leaves the other as it is. */
export interface SandboxProcess {
  /** Base URL of both platforms and of `/_sandbox`. */
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts `hongyan sandbox` and resolves once it listens. It ends with this process, whichever way that ends.
 *
 * @throws SandboxNotStarted after it has said on stderr why.
 */
export async function startSandboxProcess(port: string): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [program, 'sandbox', '--port', port], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C reaches all processes of a terminal; in a group of its own the sandbox outlives the gateway's last calls.
    detached: true,
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await Promise.race([addressOf(child), ended.then(() => undefined)])
  if (url === undefined) throw new SandboxNotStarted()
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

export class SandboxNotStarted extends Error {
  override readonly name = 'SandboxNotStarted'
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && 'sandboxUrl' in message && typeof message.sandboxUrl === 'string') {
        resolve(message.sandboxUrl)
      }
    })
  })
}
