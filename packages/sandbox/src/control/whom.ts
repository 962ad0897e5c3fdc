import { ControlError } from '../control-error.ts'
import type { PlatformName, SimulatedPlatform } from '../platform.ts'
import type { Simulation } from '../simulation.ts'

/** All platforms, or the one that is named. */
export function platformsMeant(
  { platforms }: Simulation,
  platform: PlatformName | undefined,
): SimulatedPlatform[] {
  return Object.values(platforms).filter(({ name }) => platform === undefined || name === platform)
}

/** The platforms that have an app or robot of this name or id, and its name there. */
export function ownersMeant(
  simulation: Simulation,
  kind: 'app' | 'robot',
  nameOrId: string,
  platform: PlatformName | undefined,
): { owning: SimulatedPlatform; name: string }[] {
  const all = platformsMeant(simulation, platform).flatMap((owning) =>
    owning.owners()[`${kind}s`].map((owner) => ({ owning, ...owner })),
  )
  const found = all.filter(({ name, ids }) => name === nameOrId || ids.includes(nameOrId))
  if (found.length > 0) return found
  throw new ControlError(kind, nameOrId, `Use one of: ${namesOf(all)}.`, 404)
}

export function requirePerson({ company }: Simulation, platform: PlatformName, userid: string): void {
  if (company.byUserid(platform, userid)) return
  throw new ControlError('userid', userid, `Use a ${platform} userid from GET /_sandbox/company.`, 404)
}

export function namesOf(owners: readonly { readonly name: string }[]): string {
  return [...new Set(owners.map(({ name }) => name))].join(', ')
}
