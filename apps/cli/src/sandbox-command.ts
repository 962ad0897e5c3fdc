import { resolve } from 'node:path'
import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Language } from './language.ts'
import { type SandboxTexts, sandboxTexts } from './sandbox-texts.ts'

const DEFAULT_PORT = 4181

interface SandboxFlags {
  readonly port: number
  readonly tls?: boolean
}

/** `hongyan sandbox`: DingTalk and WeCom on this machine until Ctrl-C. */
export function sandboxCommand(language: Language): Command {
  const texts = sandboxTexts[language]
  return new Command('sandbox')
    .description(texts.description)
    .addOption(
      new Option('--port <number>', texts.portOption)
        .env('HONGYAN_SANDBOX_PORT')
        .default(DEFAULT_PORT)
        .argParser((text) => parsePort(text, texts)),
    )
    .option('--tls', texts.tlsOption)
    .action(async (flags: SandboxFlags) => {
      const print = (line: string) => process.stdout.write(`${line}\n`)
      const sandbox = await openSandbox(flags, language)
      stopOnSignal(sandbox)
      tellParent(sandbox)
      print(texts.running(sandbox.url))
      if (sandbox.tls) print(texts.tls(sandbox.url, sandbox.tls.authorityFile))
    })
}

async function openSandbox(flags: SandboxFlags, language: Language): Promise<Sandbox> {
  try {
    return await startSandbox({
      port: flags.port,
      ...(flags.tls ? { tls: { directory: resolve('.hongyan/sandbox-tls') } } : {}),
    })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    process.stderr.write(`${sandboxTexts[language].portBusy(flags.port)}\n`)
    process.exit(1)
  }
}

function stopOnSignal(sandbox: Sandbox): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)))
  }
}

/** Started by `hongyan up --sandbox`, it says where it listens, and ends when that process is gone, be it already. */
function tellParent(sandbox: Sandbox): void {
  const end = () => void sandbox.close().then(() => process.exit(0))
  process.once('disconnect', end)
  process.send?.({ sandboxUrl: sandbox.url }, undefined, {}, (error) => error && end())
}

function parsePort(text: string, texts: SandboxTexts): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError(texts.noPort(text))
}
