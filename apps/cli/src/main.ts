import { Command, type CommanderError } from 'commander'
import { chooseLanguage } from './language.ts'
import { sandboxCommand } from './sandbox-command.ts'

const language = chooseLanguage(process.env)

/** Exit codes of every command: 0 done, 1 the system failed, 2 wrong usage. */
const WRONG_USAGE = 2

const program = new Command('hongyan')
  .description(
    language === 'zh'
      ? '鸿雁：把业务消息送到钉钉、企业微信上的人，并如实说明是否送达'
      : 'Hongyan: gets business messages to people on DingTalk and WeCom, and tells the truth about whether they arrived',
  )
  .addCommand(sandboxCommand(language))

for (const command of [program, ...program.commands]) {
  command.exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? 0 : WRONG_USAGE))
}

await program.parseAsync()
