import type { DingTalkDescription } from '../description.ts'
import type { Route, SandboxRequest } from '../exchange.ts'
import type { SimulatedPlatform } from '../platform.ts'
import type { World } from '../world.ts'
import { Admission } from './admission.ts'
import { FIRST_ADDRESS_LIST, ROBOT_WITH_ADDRESS_LIST, seedCorp } from './apps.ts'
import { CardInstances } from './card/card-instances.ts'
import { Cards } from './card/cards.ts'
import { cardRoutes } from './card/routes.ts'
import { Departments } from './contacts/department.ts'
import { Members } from './contacts/members.ts'
import { People } from './contacts/people.ts'
import { getByMobile, getByUnionid, legacyGetByMobile } from './contacts/user.ts'
import { getUser } from './contacts/user-detail.ts'
import { DingTalkControl } from './control.ts'
import { RobotFiles } from './enterprise-robot/files.ts'
import { GroupChat } from './enterprise-robot/group-chat.ts'
import { Groups } from './enterprise-robot/groups.ts'
import { InboundMessages } from './enterprise-robot/inbound.ts'
import { enterpriseRobotRoutes } from './enterprise-robot/routes.ts'
import { SentMessages } from './enterprise-robot/sent-messages.ts'
import { SESSION_PATH, Sessions } from './enterprise-robot/sessions.ts'
import { SingleChat } from './enterprise-robot/single-chat.ts'
import { Envelopes } from './envelope.ts'
import { Gate } from './gate.ts'
import { gettoken } from './gettoken.ts'
import { injectedRefusal } from './injected-refusal.ts'
import { IpFlood } from './ip-flood.ts'
import { Media } from './media.ts'
import { ModernGate } from './modern-gate.ts'
import { OAuth2 } from './oauth2.ts'
import { DingTalkPhones } from './phones.ts'
import { Pushes } from './push/pushes.ts'
import { STREAM_PATH, Streams } from './push/streams.ts'
import { TaskBook } from './task.ts'
import { TokenBook } from './tokens.ts'
import { ownsPath, unknownPath } from './unknown-path.ts'
import { WebhookRobots } from './webhook-robot.ts'
import { sendByTemplate, WorkNotification } from './work-notification.ts'
import { WorkReport } from './work-report.ts'

/** Everything about work notifications lives under this path. */
const WORK = '/topapi/message/corpconversation'

const CORP_TOKEN_PATH = /^\/v1\.0\/oauth2\/[^/]+\/token$/

const metered = { isMetered: true }
const free = { isMetered: false }

export interface SimulatedDingTalk extends SimulatedPlatform<DingTalkDescription> {
  readonly control: DingTalkControl
}

export function createDingTalk(world: World): SimulatedDingTalk {
  const corp = seedCorp(world.ids)
  const envelopes = new Envelopes(world)
  const tokens = new TokenBook(world)
  world.ipGate.allow('dingtalk', ROBOT_WITH_ADDRESS_LIST, FIRST_ADDRESS_LIST)

  const oauth2 = new OAuth2(envelopes, corp, tokens)
  const admission = new Admission(world, tokens)
  const gate = new Gate(envelopes, admission)
  const modern = new ModernGate(envelopes, admission)
  const media = new Media(world)
  const tasks = new TaskBook(world)
  const work = new WorkNotification(world, tasks, (id) => media.find(id))
  const report = new WorkReport(world, tasks)
  const robots = new WebhookRobots(world, envelopes, corp.robots)
  const people = new People(world.company)
  const departments = new Departments(world)
  const members = new Members(world, people)
  const flood = new IpFlood(world)
  const groups = new Groups(world, corp.apps)
  const sent = new SentMessages(world)
  const isMedia = (id: string) => media.find(id) !== undefined
  const singleChat = new SingleChat(world, corp.apps, sent, isMedia)
  const groupChat = new GroupChat(world, corp.apps, sent, groups, isMedia)
  const cards = new Cards(world, groups)
  const cardInstances = new CardInstances(cards, groups, people)
  const streams = new Streams(world, envelopes, corp)
  const pushes = new Pushes(world, corp, streams)
  const sessions = new Sessions(world, envelopes, groups)
  const files = new RobotFiles(world, corp.apps, envelopes, media.store)
  const inbound = new InboundMessages(world, corp, people, sessions)
  const phones = new DingTalkPhones({ world, corp, pushes, inbound, sessions, sent, cards })
  /** The app whose token the request carries, otherwise the first one. */
  const appOf = ({ query }: SandboxRequest) =>
    tokens.find(query.get('access_token') ?? '')?.app ?? corp.apps[0]
  const routes: Record<string, Route> = {
    '/gettoken': gettoken(envelopes, corp, tokens),
    '/v1.0/oauth2/accessToken': oauth2.accessToken,
    [`/v1.0/oauth2/${corp.corpId}/token`]: oauth2.corpToken,
    '/topapi/v2/user/getbymobile': gate.topapi(free, getByMobile(world)),
    '/user/get_by_mobile': gate.plain(free, legacyGetByMobile(world)),
    '/topapi/user/getbyunionid': gate.topapi(free, getByUnionid(people)),
    '/topapi/v2/user/get': gate.topapi(free, getUser(world, people)),
    '/topapi/v2/department/listsub': gate.topapi(free, departments.listsub),
    '/topapi/v2/department/listsubid': gate.topapi(free, departments.listsubid),
    '/topapi/v2/department/get': gate.topapi(free, departments.get),
    '/topapi/user/listid': gate.topapi(free, members.listid),
    '/topapi/user/listsimple': gate.topapi(free, members.listsimple),
    '/topapi/v2/user/list': gate.topapi(free, members.list),
    '/topapi/user/count': gate.topapi(free, members.count),
    [`${WORK}/asyncsend_v2`]: gate.topapi(metered, work.send),
    [`${WORK}/getsendprogress`]: gate.topapi(metered, report.progress),
    [`${WORK}/getsendresult`]: gate.topapi(metered, report.result),
    [`${WORK}/recall`]: gate.topapi(metered, report.recall),
    [`${WORK}/status_bar/update`]: gate.topapi(metered, report.updateStatusBar),
    [`${WORK}/sendbytemplate`]: gate.topapi(metered, sendByTemplate),
    '/media/upload': media.upload(gate),
    ...enterpriseRobotRoutes(modern, singleChat, groupChat, files),
    ...cardRoutes(modern, cardInstances),
    '/v1.0/gateway/connections/open': streams.open,
    [SESSION_PATH]: sessions.send,
    '/robot/send': robots.send,
  }

  return {
    name: 'dingtalk',
    routes: new Map(Object.entries(routes).map(([path, route]) => [path, flood.guard(route)])),
    owns: ownsPath,
    unknownPath: (request) =>
      CORP_TOKEN_PATH.test(request.path) ? oauth2.unknownCorpToken(request) : unknownPath(envelopes, request),
    refuse: (request, errcode) => injectedRefusal(envelopes, request, errcode, appOf(request).appKey),
    revokeTokens: (app) => tokens.revoke(app),
    owners: () => ({
      apps: corp.apps.map(({ name, appKey, agentId }) => ({ name, ids: [appKey, String(agentId)] })),
      robots: corp.robots.map(({ name }) => ({ name, ids: [] })),
    }),
    describe: () => ({ ...corp, departments: world.company.departments }),
    sockets: new Map([[STREAM_PATH, streams.connect]]),
    media: media.store,
    phones,
    opened: (userid, entry) => void phones.opened(userid, entry),
    end: () => streams.end(),
    control: new DingTalkControl({ phones, groups, streams, pushes, media, files }),
    robotGroup: (name) => robots.group(name),
  }
}
