import { readFileSync } from 'node:fs'
import type { AccountPreview } from '@hongyan/contract'
import { Command } from 'commander'
import { connect } from '../connection.ts'
import { EXIT } from '../exit-codes.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'
import { type MessageFlags, messageInput } from './message-input.ts'
import { messageOptions } from './send-command.ts'
import { sendTexts } from './send-texts.ts'

/** `hongyan preview`: 0 every account can carry it, 3 some cannot. */
export function previewCommand(language: Language): Command {
  return messageOptions(new Command('preview').description(sendTexts[language].preview), language)
    .option('--json', sendTexts[language].json)
    .action((flags: MessageFlags & { json?: boolean }) =>
      runCommand(language, async () => {
        const message = messageInput(flags, (path) => readFileSync(path, 'utf8'))
        const preview = await (await connect(language)).messages.preview(message)
        if (flags.json) printJson(preview)
        else print(preview.accounts.map((account) => accountText(account, language)).join('\n\n'))
        return preview.accounts.some(({ refusal }) => refusal) ? EXIT.notAll : EXIT.done
      }),
    )
}

function accountText(preview: AccountPreview, language: Language): string {
  const { account, channel, recipients, calls, parts, warnings, notes, refusal } = preview
  const heading =
    language === 'zh'
      ? `${account}（${channel}）：${recipients} 个接收人，至少 ${calls} 次平台调用`
      : `${account} (${channel}): ${recipients} recipients, at least ${calls} platform calls`
  const bodies = parts.map(
    ({ body, bytes, limitBytes }) =>
      `  ${bytes}${limitBytes === undefined ? '' : `/${limitBytes}`} B  ${JSON.stringify(body)}`,
  )
  const refused = refusal ? [`  ✗ ${refusal.sentence[language]} ${refusal.remedy[language]}`] : []
  const remarks = [...warnings, ...notes].map((remark) => `  ! ${remark[language]}`)
  return [heading, ...refused, ...bodies, ...remarks].join('\n')
}
