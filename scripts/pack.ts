import { join } from 'node:path'
import { runNpm } from './tool.ts'
import { type Publishable, packageFolder } from './workspace.ts'

/** A package as it would be published. */
export interface Packed {
  readonly tarball: string
  /** Paths inside the package. */
  readonly files: readonly string[]
}

/** Packs a built package into a folder. */
export async function pack(name: Publishable, destination: string): Promise<Packed> {
  const args = ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination', destination]
  const { ok, output } = await runNpm(args, packageFolder(name))
  if (!ok) throw new Error(`npm pack failed for packages/${name}:\n${output}`)
  // A warning of npm's may stand before the JSON even when it is told to be silent.
  const listing: { filename: string; files: { path: string }[] }[] = JSON.parse(
    output.slice(output.indexOf('[\n')),
  )
  const [packed] = listing
  if (!packed) throw new Error(`npm pack named no tarball for packages/${name}:\n${output}`)
  return { tarball: join(destination, packed.filename), files: packed.files.map((file) => file.path) }
}

/**
 * Packed sources that nothing in the package was built from: tests and what only tests need. Sources are packed for
 * the source maps' sake, so each must have its build.
 */
export function strayFiles(files: readonly string[]): string[] {
  const built = new Set(files)
  return files.filter((file) => {
    const source = /^src\/(.*)\.ts$/.exec(file)?.[1]
    return source !== undefined && !built.has(`dist/esm/${source}.js`)
  })
}
