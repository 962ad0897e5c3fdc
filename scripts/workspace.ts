import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's own folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The packages that can be published, each after those it imports. Names are those of the folders in packages/. */
export const PUBLISHABLE = ['platform-call', 'dingtalk', 'wecom', 'sandbox', 'contract', 'client'] as const

export type Publishable = (typeof PUBLISHABLE)[number]

export const packageFolder = (name: Publishable): string => join(ROOT, 'packages', name)

/** Those of the publishable packages that a package needs at run time. */
export function ownDependencies(name: Publishable): Publishable[] {
  const manifest: { dependencies?: Record<string, string> } = JSON.parse(
    readFileSync(join(packageFolder(name), 'package.json'), 'utf8'),
  )
  return PUBLISHABLE.filter((other) => `@hongyan/${other}` in (manifest.dependencies ?? {}))
}
