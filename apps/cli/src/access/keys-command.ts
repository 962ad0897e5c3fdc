import { type Hongyan, isHongyanError } from '@hongyan/client'
import { type NewKeyView, SCOPES, type Scope } from '@hongyan/contract'
import { Command, Option } from 'commander'
import { connect } from '../connection.ts'
import { EXIT } from '../exit-codes.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'
import { rotateCommand } from './rotate-command.ts'

interface CreateFlags {
  readonly client: string
  readonly scope?: Scope[]
  readonly account?: string
  readonly expires?: string
  readonly json?: boolean
}

const TEXTS = {
  zh: {
    keys: 'API 密钥与封存密钥',
    create: '为一个调用方创建密钥；密钥只显示这一次',
    client: '调用方的名称，没有则新建',
    scope: '可以做什么，可多次；默认 send 和 read',
    account: '只能用这些账号，逗号分隔；默认全部',
    expires: '到期时间，例如 2027-01-01T00:00:00+08:00',
    json: '只输出 JSON',
    once: '请现在保存，以后无法再次查看。',
  },
  en: {
    keys: 'API keys, and the keys that seal secrets',
    create: 'make a key for a client; it is shown this once',
    client: 'name of the client, which is made if there is none',
    scope: 'what it may do, repeatable; by default send and read',
    account: 'only these accounts, by commas; by default all',
    expires: 'when it ends, for example 2027-01-01T00:00:00+08:00',
    json: 'print JSON and nothing else',
    once: 'Keep it now; it cannot be shown again.',
  },
} as const

/** `hongyan keys create | rotate` */
export function keysCommand(language: Language): Command {
  return new Command('keys')
    .description(TEXTS[language].keys)
    .addCommand(createCommand(language))
    .addCommand(rotateCommand(language))
}

function createCommand(language: Language): Command {
  const texts = TEXTS[language]
  const scope = new Option('--scope <scope>', texts.scope)
    .choices(SCOPES)
    .argParser((value: string, before: readonly string[] = []) => [...before, value])
  return new Command('create')
    .description(texts.create)
    .requiredOption('--client <name>', texts.client)
    .addOption(scope)
    .option('--account <names>', texts.account)
    .option('--expires <instant>', texts.expires)
    .option('--json', texts.json)
    .action((flags: CreateFlags) =>
      runCommand(language, async () => {
        const key = await createKey(await connect(language), flags)
        if (flags.json) printJson(key)
        else print(`${key.key}\n${texts.once}`)
        return EXIT.done
      }),
    )
}

async function createKey(
  hongyan: Hongyan,
  { client, scope, account, expires }: CreateFlags,
): Promise<NewKeyView> {
  await makeClient(hongyan, client)
  return hongyan.clients.addKey(client, {
    ...(scope && { scopes: scope }),
    ...(account !== undefined && { accounts: account.split(',') }),
    ...(expires !== undefined && { expiresAt: expires }),
  })
}

/** A client that there already is gets another key. */
async function makeClient(hongyan: Hongyan, name: string): Promise<void> {
  try {
    await hongyan.clients.add(name)
  } catch (error) {
    const isThere = isHongyanError(error) && error.kind === 'refused' && error.problem.code === 'name_taken'
    if (!isThere) throw error
  }
}
