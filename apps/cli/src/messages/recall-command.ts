import type { RecallView } from '@hongyan/contract'
import { Command } from 'commander'
import { connect } from '../connection.ts'
import { EXIT } from '../exit-codes.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'
import { sendTexts } from './send-texts.ts'

const DESCRIPTION = {
  zh: '撤回一条消息：未发出的取消，已发出的请平台撤回',
  en: 'take a message back: cancels what has not gone out, asks the platforms to recall the rest',
} as const

/** `hongyan recall <id>` */
export function recallCommand(language: Language): Command {
  return new Command('recall')
    .description(DESCRIPTION[language])
    .argument('<id>')
    .option('--json', sendTexts[language].json)
    .action((id: string, flags: { json?: boolean }) =>
      runCommand(language, async () => {
        const recall = await (await connect(language)).messages.recall(id)
        if (flags.json) printJson({ id, ...recall })
        else print(sentence(id, recall, language))
        return EXIT.done
      }),
    )
}

function sentence(id: string, recall: RecallView, language: Language): string {
  const { requested, cancelled, impossible } = recall
  return language === 'zh'
    ? `已请求撤回 ${requested} 个，取消 ${cancelled} 个；无法撤回 ${impossible} 个。结果：hongyan watch ${id}`
    : `Recall requested for ${requested}, ${cancelled} cancelled; impossible for ${impossible}. How it ends: hongyan watch ${id}`
}
