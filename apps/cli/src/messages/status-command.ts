import { Command } from 'commander'
import { connect } from '../connection.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'
import { renderTable } from '../table.ts'
import { exitCodeOf } from './arrival.ts'
import { deliveryRow, deliveryTable } from './delivery-rows.ts'
import { sendTexts } from './send-texts.ts'
import { deliveriesOf } from './wait.ts'

const DESCRIPTION = {
  zh: '一条消息的每个接收人现在怎样',
  en: 'how each recipient of a message stands',
} as const

/** `hongyan status <id>`: 0 everybody reached, 3 some are not. */
export function statusCommand(language: Language): Command {
  return new Command('status')
    .description(DESCRIPTION[language])
    .argument('<id>')
    .option('--json', sendTexts[language].json)
    .action((id: string, flags: { json?: boolean }) =>
      runCommand(language, async () => {
        const deliveries = await deliveriesOf(await connect(language), id)
        if (flags.json) printJson({ id, deliveries: deliveries.map((each) => deliveryRow(each, language)) })
        else print(renderTable(deliveryTable(deliveries, language)))
        return exitCodeOf(deliveries)
      }),
    )
}
