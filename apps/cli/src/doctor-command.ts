import { createHongyan } from '@hongyan/client'
import { readConfig } from '@hongyan/gateway'
import { Command } from 'commander'
import { findGateway } from './connection.ts'
import { checkFiles, checkGateway, type Finding } from './doctor-checks.ts'
import { EXIT } from './exit-codes.ts'
import type { Language } from './language.ts'
import { print, printJson, runCommand } from './run-command.ts'

const TEXTS = {
  zh: { about: '检查本机的设置、网关和每个账号', json: '只输出 JSON' },
  en: {
    about: 'look over the settings of this machine, the gateway and each account',
    json: 'print JSON only',
  },
} as const

/** `hongyan doctor`: 0 all is well, 3 something is not. */
export function doctorCommand(language: Language): Command {
  return new Command('doctor')
    .description(TEXTS[language].about)
    .option('--json', TEXTS[language].json)
    .action((flags: { json?: boolean }) =>
      runCommand(language, async () => {
        const config = readConfig(process.env)
        const gateway = await findGateway(process.env)
        const hongyan = createHongyan({ ...gateway, language })
        const findings = [...(await checkFiles(config)), ...(await checkGateway(hongyan, gateway.url))]
        if (flags.json) printJson(findings)
        else for (const finding of findings) print(findingLine(finding, language))
        return findings.every(({ ok }) => ok) ? EXIT.done : EXIT.notAll
      }),
    )
}

function findingLine({ ok, sentence, remedy }: Finding, language: Language): string {
  return `${ok ? '✓' : '✗'} ${sentence[language]}${remedy ? `\n  → ${remedy[language]}` : ''}`
}
