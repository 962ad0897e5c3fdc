import { readFileSync } from 'node:fs'
import type { AccountView, Hongyan } from '@hongyan/client'
import { Command } from 'commander'
import { connect } from '../connection.ts'
import { EXIT } from '../exit-codes.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'
import { accountsTexts } from './accounts-texts.ts'
import { readFieldValues } from './field-values.ts'

interface AddFlags {
  readonly channel: string
  readonly app?: string
  readonly set?: readonly string[]
  readonly option?: readonly string[]
  readonly json?: boolean
}

/** `hongyan accounts add <name> --channel <channel> --set field=value …` */
export function addCommand(language: Language): Command {
  const texts = accountsTexts[language]
  const collect = (value: string, before: readonly string[] = []) => [...before, value]
  return new Command('add')
    .description(texts.add)
    .argument('<name>')
    .requiredOption('--channel <channel>', texts.channel)
    .option('--app <name>', texts.app)
    .option('--set <field=value>', texts.set, collect)
    .option('--option <name=value>', texts.option, collect)
    .option('--json', texts.json)
    .action((name: string, flags: AddFlags) =>
      runCommand(language, async () => {
        const account = await add(await connect(language), name, flags)
        if (flags.json) printJson(account)
        else print(texts.added(account.name))
        return EXIT.done
      }),
    )
}

async function add(
  hongyan: Hongyan,
  name: string,
  { channel, app, set, option }: AddFlags,
): Promise<AccountView> {
  const channels = await hongyan.channels.list()
  const form = channels.find((each) => each.name === channel)
  if (!form) throw unknownChannel(channel, channels.map((each) => each.name).join(', '))
  const readFile = (path: string) => readFileSync(path, 'utf8')
  return hongyan.accounts.add({
    name,
    channel,
    ...(app !== undefined && { app }),
    ...(set && { credentials: readFieldValues(set, form.credentials, readFile) }),
    ...(option && { options: readFieldValues(option, form.options, readFile) }),
  })
}

function unknownChannel(channel: string, known: string): UsageError {
  const { zh, en } = accountsTexts
  return new UsageError(zh.unknownChannel(channel, known), en.unknownChannel(channel, known))
}
