import { type Config, readConfig, type SettingName, settings, startGateway } from '@hongyan/gateway'
import { Command, Option } from 'commander'
import { connect } from '../connection.ts'
import { runDemo } from '../demo/demo.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { describeFailure } from '../failure.ts'
import type { Language } from '../language.ts'
import { print } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'
import { addSandboxAccounts } from './sandbox-accounts.ts'
import { SandboxNotStarted, type SandboxProcess, startSandboxProcess } from './sandbox-process.ts'
import { tryLine } from './try-line.ts'
import { upTexts } from './up-texts.ts'

type UpFlags = { readonly [Name in SettingName]?: string } & {
  readonly sandbox?: boolean
  readonly sandboxPort: string
  readonly demo?: boolean
}

const DEFAULT_SANDBOX_PORT = '4181'

/** `hongyan up [--sandbox [--demo]]`: runs until SIGINT or SIGTERM, then drains. */
export function upCommand(language: Language): Command {
  const texts = upTexts[language]
  const command = new Command('up').description(texts.about)
  for (const { flag, env, about } of Object.values(settings)) {
    command.option(flag, `${about[language]} (${env})`)
  }
  return command
    .option('--sandbox', texts.sandbox)
    .addOption(
      new Option('--sandbox-port <number>', texts.sandboxPort)
        .env('HONGYAN_SANDBOX_PORT')
        .default(DEFAULT_SANDBOX_PORT),
    )
    .option('--demo', texts.demo)
    .action((flags: UpFlags) => up(flags, language))
}

/** What runs, newest last; it is stopped from the end. */
const running: { stop(): Promise<void> }[] = []

async function up(flags: UpFlags, language: Language): Promise<void> {
  stopOnSignal(language)
  try {
    await start(flags, language)
  } catch (error) {
    await stopAll()
    process.exit(explain(error, flags, language))
  }
}

async function start(flags: UpFlags, language: Language): Promise<void> {
  const texts = upTexts[language]
  if (flags.demo && !flags.sandbox)
    throw new UsageError(upTexts.zh.demoNeedsSandbox, upTexts.en.demoNeedsSandbox)
  // Read before anything is started, so that a wrong value starts nothing.
  const config = readConfig(process.env, flags)
  const sandbox = flags.sandbox ? await startSandboxProcess(flags.sandboxPort) : undefined
  if (sandbox) running.push(sandbox)
  const gateway = await startGateway({ ...config, ...(sandbox && { sandboxUrl: sandbox.url }) })
  running.push(gateway)
  if (sandbox) print(texts.runningSandbox(sandbox.url))
  print(texts.running(gateway.url))
  if (sandbox) await showSandbox(gateway.url, sandbox, config, flags, language)
}

async function showSandbox(
  url: string,
  sandbox: SandboxProcess,
  { data }: Config,
  { demo }: UpFlags,
  language: Language,
): Promise<void> {
  const hongyan = await connect(language, { HONGYAN_DATA: data, HONGYAN_URL: url })
  await addSandboxAccounts(hongyan, sandbox.url)
  if (demo) await runDemo(hongyan, sandbox.url, language, print)
  const { tryIt, result, phone } = upTexts[language]
  print(`\n${tryIt}\n\n  ${tryLine(url)}\n`)
  print(`${result(`${url}/v1/messages/<id>/deliveries`)}\n`)
  print(`${phone}\n\n  curl -s ${sandbox.url}/_sandbox/inbox/dingtalk/zhangsan\n`)
}

/** A second signal ends at once what does not want to end. */
function stopOnSignal(language: Language): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      print(upTexts[language].draining)
      void stopAll().then(() => process.exit(EXIT.done))
    })
  }
}

async function stopAll(): Promise<void> {
  for (const part of running.splice(0).reverse()) await part.stop()
}

function explain(error: unknown, { port }: UpFlags, language: Language): ExitCode {
  // It has said itself what is wrong.
  if (error instanceof SandboxNotStarted) return EXIT.system
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const busy = Number(port ?? (process.env.HONGYAN_PORT || 4180))
    process.stderr.write(`${upTexts[language].portBusy(busy)}\n`)
    return EXIT.system
  }
  const { sentence, exitCode } = describeFailure(error, language)
  process.stderr.write(`${sentence}\n`)
  return exitCode
}
