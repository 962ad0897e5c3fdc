import { Command } from 'commander'
import { connect } from '../connection.ts'
import { EXIT } from '../exit-codes.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'
import { renderTable } from '../table.ts'
import { accountsTexts } from './accounts-texts.ts'
import { addCommand } from './add-command.ts'
import { diagnosisText } from './diagnosis-text.ts'

/** `hongyan accounts add | list | diagnose` */
export function accountsCommand(language: Language): Command {
  return new Command('accounts')
    .description(accountsTexts[language].accounts)
    .addCommand(addCommand(language))
    .addCommand(listCommand(language))
    .addCommand(diagnoseCommand(language))
}

function listCommand(language: Language): Command {
  const texts = accountsTexts[language]
  return new Command('list')
    .description(texts.list)
    .option('--json', texts.json)
    .action((flags: { json?: boolean }) =>
      runCommand(language, async () => {
        const accounts = await (await connect(language)).accounts.list()
        const rows = accounts.map(({ name, app, channel, status }) => ({ name, app, channel, status }))
        if (flags.json) printJson(rows)
        else
          print(
            renderTable([texts.columns, ...rows.map((row) => [row.name, row.app, row.channel, row.status])]),
          )
        return EXIT.done
      }),
    )
}

/** 0 it can send, 3 something stands in the way. */
function diagnoseCommand(language: Language): Command {
  const texts = accountsTexts[language]
  return new Command('diagnose')
    .description(texts.diagnose)
    .argument('<name>')
    .option('--json', texts.json)
    .action((name: string, flags: { json?: boolean }) =>
      runCommand(language, async () => {
        const found = await (await connect(language)).accounts.diagnose(name)
        if (flags.json) printJson(found)
        else print(diagnosisText(found, language))
        return found.ok ? EXIT.done : EXIT.notAll
      }),
    )
}
