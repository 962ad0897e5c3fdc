import type { WecomDescription } from '../description.ts'
import type { Route } from '../exchange.ts'
import type { SimulatedPlatform } from '../platform.ts'
import type { World } from '../world.ts'
import { seedCorp } from './apps.ts'
import { Callbacks } from './callbacks.ts'
import { updateTemplateCard } from './card-update.ts'
import { answer } from './envelope.ts'
import { type Endpoint, Gate, type Interface } from './gate.ts'
import { gettoken } from './gettoken.ts'
import { MediaShelf } from './media-shelf.ts'
import { mediaGet, mediaUpload } from './media-upload.ts'
import { messageSend } from './message-send.ts'
import { WecomPhones } from './phones.ts'
import { recall } from './recall.ts'
import { SentCards } from './sent-cards.ts'
import { SentMessages } from './sent-messages.ts'
import { updateTaskcard } from './taskcard-update.ts'
import { TokenBook } from './tokens.ts'
import { uploadImage } from './uploadimg.ts'
import { emptyUser, getUser, getUserid, getUseridByEmail } from './user.ts'
import { WebhookRobots } from './webhook-robot.ts'

/** Everything of WeCom lives under this path. */
const ROOT = '/cgi-bin/'

/** 企业微信 as its documents and recorded answers describe it, for one corp with two applications and two robots. */
export function createWecom(world: World): SimulatedPlatform<WecomDescription> {
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
  }
  const phones = new WecomPhones(newsroom)
  const gate = new Gate(world, tokens)
  const lookUp = { reads: 'json', counted: true, contactsSync: true } as const
  const ofApps = { counted: true, contactsSync: false } as const
  const guarded: readonly (readonly [Interface, Endpoint])[] = [
    [{ api: 'user/getuserid', ...lookUp }, getUserid(world)],
    [{ api: 'user/get_userid_by_email', ...lookUp }, getUseridByEmail(world)],
    [{ api: 'user/get', ...lookUp, reads: 'query', failure: { fields: emptyUser } }, getUser(world)],
    [{ api: 'message/send', ...ofApps, reads: 'json', counted: false }, messageSend(newsroom, sent)],
    [{ api: 'message/recall', ...ofApps, reads: 'json' }, recall(world, sent)],
    [{ api: 'message/update_template_card', ...ofApps, reads: 'json' }, updateTemplateCard(newsroom)],
    [{ api: 'message/update_taskcard', ...ofApps, reads: 'json' }, updateTaskcard(newsroom)],
    [{ api: 'media/upload', ...ofApps, reads: 'files' }, mediaUpload(shelf)],
    [{ api: 'media/get', ...ofApps, reads: 'query' }, mediaGet(shelf)],
    [{ api: 'media/uploadimg', ...ofApps, reads: 'files' }, uploadImage(world)],
  ]
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
    refuse: (request, errcode) => answer(world, request, { rule: 'sandbox.fault', errcode }),
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
      const { departments, tags } = world.company
      return { ...described, contactsSecret: contactsSync.secret, departments, tags }
    },
    media: shelf.store,
    phones,
    robotGroup: (name) => robots.group(name),
  }
}
