import { readFileSync } from 'node:fs'
import { AccountView, ChannelView } from '@hongyan/contract'
import { Command } from 'commander'
import * as z from 'zod'
import type { Api } from '../api.ts'
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

const Channels = z.object({ items: z.array(ChannelView) })

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

async function add(api: Api, name: string, { channel, app, set, option }: AddFlags): Promise<AccountView> {
  const { items } = await api.get('/v1/channels', Channels)
  const form = items.find((each) => each.name === channel)
  if (!form) throw unknownChannel(channel, items.map((each) => each.name).join(', '))
  const readFile = (path: string) => readFileSync(path, 'utf8')
  const request = {
    name,
    channel,
    ...(app !== undefined && { app }),
    ...(set && { credentials: readFieldValues(set, form.credentials, readFile) }),
    ...(option && { options: readFieldValues(option, form.options, readFile) }),
  }
  return api.post('/v1/accounts', request, AccountView)
}

function unknownChannel(channel: string, known: string): UsageError {
  const { zh, en } = accountsTexts
  return new UsageError(zh.unknownChannel(channel, known), en.unknownChannel(channel, known))
}
