import { Command, type CommanderError } from 'commander'
import { keysCommand } from './access/keys-command.ts'
import { accountsCommand } from './accounts/accounts-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { EXIT } from './exit-codes.ts'
import { chooseLanguage } from './language.ts'
import { previewCommand } from './messages/preview-command.ts'
import { recallCommand } from './messages/recall-command.ts'
import { sendCommand } from './messages/send-command.ts'
import { statusCommand } from './messages/status-command.ts'
import { watchCommand } from './messages/watch-command.ts'
import { quotasCommand } from './quotas-command.ts'
import { sandboxCommand } from './sandbox-command.ts'
import { upCommand } from './up/up-command.ts'

const language = chooseLanguage(process.env)

const program = new Command('hongyan').description(
  language === 'zh'
    ? '鸿雁：把业务消息送到钉钉、企业微信上的人，并如实说明是否送达'
    : 'Hongyan: gets business messages to people on DingTalk and WeCom, and tells the truth about whether they arrived',
)

const commands = [
  upCommand,
  sandboxCommand,
  sendCommand,
  statusCommand,
  watchCommand,
  recallCommand,
  previewCommand,
  accountsCommand,
  keysCommand,
  quotasCommand,
  doctorCommand,
]
for (const command of commands) program.addCommand(command(language))
endWrongUsageAlike(program)

await program.parseAsync()

/** Commander itself would end with 1, which here means that the system failed. */
function endWrongUsageAlike(command: Command): void {
  command.exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage))
  command.commands.forEach(endWrongUsageAlike)
}
