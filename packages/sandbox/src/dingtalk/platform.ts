import type { DingTalkDescription } from '../description.ts'
import type { Route } from '../exchange.ts'
import type { SimulatedPlatform } from '../platform.ts'
import type { World } from '../world.ts'
import { FIRST_ADDRESS_LIST, ROBOT_WITH_ADDRESS_LIST, seedCorp } from './apps.ts'
import { Envelopes, refuse } from './envelope.ts'
import { gettoken } from './gettoken.ts'
import { TokenBook } from './tokens.ts'
import { ownsPath, unknownPath } from './unknown-path.ts'

export function createDingTalk(world: World): SimulatedPlatform<DingTalkDescription> {
  const corp = seedCorp(world.ids)
  const envelopes = new Envelopes(world)
  const tokens = new TokenBook(world)
  world.ipGate.allow('dingtalk', ROBOT_WITH_ADDRESS_LIST, FIRST_ADDRESS_LIST)

  return {
    name: 'dingtalk',
    routes: new Map<string, Route>([['/gettoken', gettoken(envelopes, corp, tokens)]]),
    owns: ownsPath,
    unknownPath: (request) => unknownPath(envelopes, request),
    refuse: ({ path }, errcode) => {
      const refusal = refuse('sandbox.fault', errcode)
      return path.startsWith('/topapi/') ? envelopes.topapi(refusal) : envelopes.plain(refusal)
    },
    revokeTokens: (app) => tokens.revoke(app),
    owners: () => ({
      apps: corp.apps.map((app) => app.name),
      robots: corp.robots.map((robot) => robot.name),
    }),
    describe: () => ({ ...corp, departments: world.company.departments }),
    robotGroup: () => undefined,
  }
}
