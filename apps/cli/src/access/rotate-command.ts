import { type Rotation, readConfig, rotateKeys, settings } from '@hongyan/gateway'
import { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'

interface RotateFlags {
  readonly data?: string
  readonly databaseUrl?: string
  readonly keyFile?: string
  readonly forgetOlder?: boolean
  readonly json?: boolean
}

const TEXTS = {
  zh: {
    rotate: '为密钥文件换上新钥匙，并用它重新封存平台密钥与 token；先停止网关',
    forgetOlder: '封存后从密钥文件里去掉旧钥匙；此前的数据备份将无法再打开',
    json: '只输出 JSON',
    done: (count: number, keyFile: string) => `已用新钥匙重新封存 ${count} 处。请备份 ${keyFile}。`,
    older: '旧钥匙仍在文件里，此前的数据备份还要用它；不再需要这些备份时：hongyan keys rotate --forget-older',
    copy: '还有其他节点时，先把这个文件复制过去，再启动它们。',
  },
  en: {
    rotate:
      'put a new key into the key file and seal platform secrets and tokens with it; stop the gateway first',
    forgetOlder:
      'then take the older keys out of the file; earlier backups of the data can no longer be opened',
    json: 'print JSON and nothing else',
    done: (count: number, keyFile: string) =>
      `${count} secrets are sealed with a new key. Back up ${keyFile}.`,
    older:
      'The older keys stay in the file for earlier backups of the data; once those are not needed: hongyan keys rotate --forget-older',
    copy: 'If there are other nodes, copy the file to them before they start.',
  },
} as const

/** `hongyan keys rotate`: works on store and key file themselves, since nobody may seal meanwhile. */
export function rotateCommand(language: Language): Command {
  const texts = TEXTS[language]
  const command = new Command('rotate').description(texts.rotate)
  for (const { flag, env, about } of [settings.data, settings.databaseUrl, settings.keyFile])
    command.option(flag, `${about[language]} (${env})`)
  return command
    .option('--forget-older', texts.forgetOlder)
    .option('--json', texts.json)
    .action(({ forgetOlder = false, json, ...flags }: RotateFlags) =>
      runCommand(language, async () => {
        const config = readConfig(process.env, flags)
        const resealed = resealedBy(await rotateKeys(config, { forgetOlder }))
        if (json) printJson({ resealed, keyFile: config.keyFile })
        else {
          print(texts.done(resealed, config.keyFile))
          if (!forgetOlder) print(texts.older)
          if (config.databaseUrl !== undefined) print(texts.copy)
        }
        return EXIT.done
      }),
    )
}

function resealedBy(rotation: Rotation): number {
  if (rotation.kind === 'rotated') return rotation.resealed
  const nodes = rotation.nodes.join(', ')
  throw new UsageError(
    `这些节点还在运行，或刚刚中断：${nodes}。先停止它们；中断的节点要等租约（HONGYAN_LEASE_MS，默认 30 秒）过去。什么都没有改变。`,
    `These nodes run, or broke off just now: ${nodes}. Stop them; one that broke off counts until its lease (HONGYAN_LEASE_MS, by default 30 s) is over. Nothing was changed.`,
  )
}
