import { readFileSync } from 'node:fs'
import type { Hongyan, MessageInput } from '@hongyan/client'
import { Command, InvalidArgumentError, Option } from 'commander'
import { connect } from '../connection.ts'
import { parseDuration } from '../duration.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'
import { renderTable } from '../table.ts'
import { exitCodeOf, progressOf } from './arrival.ts'
import { deliveryRow, deliveryTable } from './delivery-rows.ts'
import { type MessageFlags, messageInput } from './message-input.ts'
import { ProgressBar } from './progress-bar.ts'
import { sendTexts } from './send-texts.ts'
import { deliveriesOf, waitForDeliveries } from './wait.ts'

interface SendFlags extends MessageFlags {
  readonly idempotencyKey?: string
  readonly wait?: boolean
  readonly timeout: number
  readonly json?: boolean
}

/** `hongyan send`: 0 everybody reached (or, without `--wait`, accepted), 3 some were not. */
export function sendCommand(language: Language): Command {
  const texts = sendTexts[language]
  return messageOptions(new Command('send').description(texts.send), language)
    .option('--idempotency-key <key>', texts.idempotencyKey)
    .option('--wait', texts.wait)
    .addOption(
      new Option('--timeout <duration>', texts.timeout)
        .default(DEFAULT_TIMEOUT_MS, '60s')
        .argParser((text) => readDuration(text, language)),
    )
    .option('--json', texts.json)
    .action((flags: SendFlags) =>
      runCommand(language, async () => {
        const message = messageInput(flags, (path) => readFileSync(path, 'utf8'))
        return send(await connect(language), message, flags, language)
      }),
    )
}

/** The flags that make a message; `preview` has the same. */
export function messageOptions(command: Command, language: Language): Command {
  const texts = sendTexts[language]
  return command
    .option('--account <names>', texts.account)
    .option('--to <recipient>', texts.to, (to: string, others: string[] = []) => [...others, to])
    .option('--text <text>', texts.text)
    .option('--markdown <text>', texts.markdown)
    .option('--title <text>', texts.title)
    .option('--file <path>', texts.file)
    .option('--lane <lane>', texts.lane)
    .option('--on-repeat <choice>', texts.onRepeat)
}

async function send(
  hongyan: Hongyan,
  message: MessageInput,
  flags: SendFlags,
  language: Language,
): Promise<ExitCode> {
  const texts = sendTexts[language]
  const { idempotencyKey } = flags
  const { id, recipients } = await hongyan.messages.send(message, { idempotencyKey })
  if (!flags.json) print(texts.accepted(id, recipients))
  if (!flags.wait && !flags.json) print(texts.follow(id))
  if (!flags.wait && !flags.json) return EXIT.done

  const deliveries = flags.wait
    ? await waitWithBar(hongyan, id, flags.timeout)
    : await deliveriesOf(hongyan, id)
  if (flags.json) printJson({ id, deliveries: deliveries.map((delivery) => deliveryRow(delivery, language)) })
  if (!flags.wait) return EXIT.done
  if (!flags.json) {
    print(renderTable(deliveryTable(deliveries, language)))
    const { arrived, total } = progressOf(deliveries)
    if (arrived < total) print(texts.timedOut(arrived, total))
  }
  return exitCodeOf(deliveries)
}

async function waitWithBar(hongyan: Hongyan, id: string, timeoutMs: number) {
  const bar = new ProgressBar(process.stderr)
  try {
    return await waitForDeliveries(hongyan, id, { timeoutMs, onProgress: (progress) => bar.show(progress) })
  } finally {
    bar.clear()
  }
}

const DEFAULT_TIMEOUT_MS = 60_000

function readDuration(text: string, language: Language): number {
  const ms = parseDuration(text)
  if (ms === undefined) throw new InvalidArgumentError(sendTexts[language].noDuration(text))
  return ms
}
