import type { WecomDescription } from '../description.ts'
import type { Route } from '../exchange.ts'
import type { SimulatedPlatform } from '../platform.ts'
import type { World } from '../world.ts'
import { AppChats } from './appchat-book.ts'
import { seedCorp } from './apps.ts'
import { Callbacks } from './callbacks.ts'
import { ConsoleSettings } from './console-settings.ts'
import { answer } from './envelope.ts'
import { Gate } from './gate.ts'
import { gettoken } from './gettoken.ts'
import { guardedInterfaces } from './interfaces.ts'
import { MediaShelf } from './media-shelf.ts'
import { WecomPhones } from './phones.ts'
import { SentCards } from './sent-cards.ts'
import { SentMessages } from './sent-messages.ts'
import { SendStatistics } from './statistics.ts'
import { TagBook, withTags } from './tags.ts'
import { TokenBook } from './tokens.ts'
import { WebhookRobots } from './webhook-robot.ts'

/** Everything of WeCom lives under this path. */
const ROOT = '/cgi-bin/'

/** 企业微信 as its documents and recorded answers describe it, for one corp with three applications and two robots. */
export function createWecom(givenWorld: World): SimulatedPlatform<WecomDescription> {
  const tags = new TagBook(givenWorld.company)
  const world = withTags(givenWorld, tags)
  const corp = seedCorp(world.ids)
  const tokens = new TokenBook(world)
  const sent = new SentMessages(world.ids)
  const shelf = new MediaShelf(world)
  const robots = new WebhookRobots(world, corp.robots, shelf)
  const newsroom = {
    world,
    corp,
    shelf,
    cards: new SentCards(world),
    callbacks: new Callbacks(world, corp.corpid),
    chats: new AppChats(),
    settings: new ConsoleSettings(corp),
    statistics: new SendStatistics(),
  }
  const phones = new WecomPhones(newsroom)
  const gate = new Gate(world, tokens)
  const guarded = guardedInterfaces({ ...newsroom, tags, sent })
  const routes = new Map<string, Route>([
    [`${ROOT}gettoken`, gettoken(world, corp, tokens)],
    [`${ROOT}webhook/send`, robots.send],
    [`${ROOT}webhook/upload_media`, robots.upload],
    ...guarded.map(([about, endpoint]) => [ROOT + about.api, gate.guard(about, endpoint)] as const),
  ])
  return {
    name: 'wecom',
    routes,
    owns: (path) => path.startsWith(ROOT),
    unknownPath: () => ({ status: 404, rule: 'wecom.path.unknown' }),
    // Its codes are numbers; a text can only be meant for another platform.
    refuse: (request, errcode) =>
      answer(world, request, { rule: 'sandbox.fault', errcode: typeof errcode === 'number' ? errcode : -1 }),
    revokeTokens: (app) => tokens.revoke(app),
    owners: () => ({
      apps: [
        ...corp.apps.map(({ name, agentid }) => ({ name, ids: [String(agentid)] })),
        { name: corp.contactsSync.name, ids: [] },
      ],
      robots: corp.robots.map(({ name }) => ({ name, ids: [] })),
    }),
    describe: () => {
      const { contactsSync, ...described } = corp
      const { departments } = world.company
      return { ...described, contactsSecret: contactsSync.secret, departments, tags: tags.all() }
    },
    setApp: (app, settings) => newsroom.settings.change(app, settings),
    chats: () => newsroom.chats.list(),
    media: shelf.store,
    phones,
    robotGroup: (name) => robots.group(name),
  }
}
