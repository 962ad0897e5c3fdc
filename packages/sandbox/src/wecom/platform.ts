import type { WecomDescription } from '../description.ts'
import type { Route } from '../exchange.ts'
import type { SimulatedPlatform } from '../platform.ts'
import type { World } from '../world.ts'
import { seedCorp } from './apps.ts'
import { answer, Refusal } from './envelope.ts'
import { Gate } from './gate.ts'
import { gettoken } from './gettoken.ts'
import { messageSend } from './message-send.ts'
import { recall } from './recall.ts'
import { SentMessages } from './sent-messages.ts'
import { TokenBook } from './tokens.ts'
import { emptyUser, getUser, getUserid, getUseridByEmail } from './user.ts'
import { WebhookRobots } from './webhook-robot.ts'

/** Everything of WeCom lives under this path. */
const ROOT = '/cgi-bin/'

/** 企业微信 as its documents and recorded answers describe it, for one corp with two applications and two robots. */
export function createWecom(world: World): SimulatedPlatform<WecomDescription> {
  const corp = seedCorp(world.ids)
  const tokens = new TokenBook(world)
  const sent = new SentMessages(world.ids)
  const robots = new WebhookRobots(world, corp.robots)
  const gate = new Gate(world, tokens)
  const lookUp = { reads: 'json', counted: true, contactsSync: true } as const
  const routes: Record<string, Route> = {
    gettoken: gettoken(world, corp, tokens),
    'user/getuserid': gate.guard({ api: 'user/getuserid', ...lookUp }, getUserid(world)),
    'user/get_userid_by_email': gate.guard(
      { api: 'user/get_userid_by_email', ...lookUp },
      getUseridByEmail(world),
    ),
    'user/get': gate.guard(
      { api: 'user/get', reads: 'query', counted: true, contactsSync: true, fieldsOnFailure: emptyUser },
      getUser(world),
    ),
    'message/send': gate.guard(
      { api: 'message/send', reads: 'json', counted: false, contactsSync: false },
      messageSend(world, corp, sent),
    ),
    'message/recall': gate.guard(
      { api: 'message/recall', reads: 'json', counted: true, contactsSync: false },
      recall(world, sent),
    ),
    'webhook/send': robots.send,
  }
  return {
    name: 'wecom',
    routes: new Map(Object.entries(routes).map(([api, route]) => [ROOT + api, route])),
    owns: (path) => path.startsWith(ROOT),
    unknownPath: () => ({ status: 404, rule: 'wecom.path.unknown' }),
    refuse: (request, errcode) => answer(world, request, Refusal.injected(errcode)),
    revokeTokens: (app) => tokens.revoke(app),
    owners: () => ({ apps: corp.apps.map(({ name }) => name), robots: corp.robots.map(({ name }) => name) }),
    describe: () => ({ ...corp, departments: world.company.departments, tags: world.company.tags }),
    robotGroup: (name) => robots.group(name),
  }
}
