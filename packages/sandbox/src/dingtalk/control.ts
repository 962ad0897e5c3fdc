import type { CallbackPush } from '../callback-push.ts'
import { ControlError } from '../control-error.ts'
import type { Press } from '../phone.ts'
import type { RobotFiles } from './enterprise-robot/files.ts'
import type { Group, GroupPost, Groups } from './enterprise-robot/groups.ts'
import type { Media } from './media.ts'
import { asRecord } from './params.ts'
import type { DingTalkPhones } from './phones.ts'
import type { CardAddress, Pushes } from './push/pushes.ts'
import type { StreamDescription, Streams } from './push/streams.ts'

/** A group of the corp as `GET /_sandbox/dingtalk/groups` lists it. */
export interface GroupDescription {
  readonly openConversationId: string
  readonly title: string
  /** Userids. */
  readonly members: readonly string[]
  /** Names of the apps whose robots are in it. */
  readonly robots: readonly string[]
}

/** What a person says in a group, to a robot in it. */
export interface GroupWriting {
  readonly userid: string
  readonly app: string
  readonly text: string
}

/** What only DingTalk has: groups with robots, Stream connections, events by name. */
export class DingTalkControl {
  readonly #phones: DingTalkPhones
  readonly #groups: Groups
  readonly #streams: Streams
  readonly #pushes: Pushes
  readonly #media: Media
  readonly #files: RobotFiles

  constructor(parts: {
    phones: DingTalkPhones
    groups: Groups
    streams: Streams
    pushes: Pushes
    media: Media
    files: RobotFiles
  }) {
    this.#phones = parts.phones
    this.#groups = parts.groups
    this.#streams = parts.streams
    this.#pushes = parts.pushes
    this.#media = parts.media
    this.#files = parts.files
  }

  groups(): readonly GroupDescription[] {
    return this.#groups.all().map(describe)
  }

  /** What the group shows, oldest first. */
  posts(openConversationId: string): readonly GroupPost[] {
    return this.#group(openConversationId).posts
  }

  /** The app's robot comes into the group, or leaves it. */
  admitRobot(openConversationId: string, app: string, enters: boolean): GroupDescription {
    const group = this.#group(openConversationId)
    this.#groups.admit(group, this.#phones.app(app).name, enters)
    return describe(group)
  }

  /** A member mentions the robot in the group. */
  writeInGroup(openConversationId: string, { userid, app, text }: GroupWriting): Promise<CallbackPush> {
    const group = this.#memberGroup(openConversationId, userid)
    if (!group.robots.has(this.#phones.app(app).name))
      throw new ControlError('app', app, 'Its robot is not in the group: POST …/groups/:id/enter.')
    this.#groups.post(group, {
      from: { userid },
      receipt: null,
      message: { msgtype: 'text', text: { content: text } },
    })
    return this.#phones.say(userid, app, group, 'text', { content: text })
  }

  /** A member opens the group: everything in it is read, and the robots' apps hear of it. */
  async readGroup(openConversationId: string, userid: string): Promise<readonly CallbackPush[]> {
    const group = this.#memberGroup(openConversationId, userid)
    const told = this.#groups
      .read(group, userid)
      .map(({ from, receipt }) =>
        'robot' in from && receipt !== null
          ? this.#phones.readEvent(userid, this.#phones.app(from.robot), receipt, openConversationId)
          : undefined,
      )
    return (await Promise.all(told)).filter((push) => push !== undefined)
  }

  /** A member presses a button of a card in the group. */
  pressInGroup(
    openConversationId: string,
    post: string,
    userid: string,
    press: Press,
  ): Promise<CallbackPush> {
    const found = this.#memberGroup(openConversationId, userid).posts.find(({ id }) => id === post)
    if (!found) throw new ControlError('post', post, 'Use the id of a post of this group.', 404)
    return this.#phones.pressCard(userid, asRecord(found.message)?.outTrackId, press)
  }

  /** The person sends an upload to the robot, which hears of it by a downloadCode. */
  sendFile(userid: string, appName: string, mediaId: string): Promise<CallbackPush> {
    const media = this.#media.find(mediaId)
    if (!media)
      throw new ControlError('mediaId', mediaId, 'Use an id from GET /_sandbox/media/dingtalk.', 404)
    const downloadCode = this.#files.codeFor(media, this.#phones.app(appName))
    const isPicture = media.kind === 'image'
    const content = isPicture ? { downloadCode } : { downloadCode, fileName: media.filename }
    return this.#phones.say(userid, appName, undefined, isPicture ? 'picture' : 'file', content)
  }

  /** Where people's messages to the app's robot go over HTTP; null ends it. */
  listenToRobot(app: string, url: string | null): void {
    this.#pushes.listenToRobot(this.#phones.app(app), url)
  }

  /** Where pressed buttons of the app's cards go over HTTP; null ends it. */
  listenToCards(app: string, address: CardAddress | null): void {
    this.#pushes.listenToCards(this.#phones.app(app), address)
  }

  /** Any event of the subscription, for example `user_add_org`. */
  pushEvent(app: string, type: string, data: Readonly<Record<string, unknown>>): Promise<CallbackPush> {
    return this.#pushes.event(this.#phones.app(app), type, data)
  }

  streams(): readonly StreamDescription[] {
    return this.#streams.list()
  }

  /** Asks an app's Stream connections to come again, as the platform does now and then; without an app, all. */
  disconnectStreams(app?: string): readonly StreamDescription[] {
    const before = this.streams()
    this.#streams.disconnect(app === undefined ? undefined : this.#phones.app(app).name)
    return before.filter((stream) => app === undefined || stream.app === app)
  }

  #group(id: string): Group {
    const group = this.#groups.find(id)
    if (group) return group
    throw new ControlError('group', id, 'Use an openConversationId from GET /_sandbox/dingtalk/groups.', 404)
  }

  #memberGroup(id: string, userid: string): Group {
    const group = this.#group(id)
    if (group.members.includes(userid)) return group
    throw new ControlError('userid', userid, `Use a member of the group: ${group.members.join(', ')}.`)
  }
}

function describe({ openConversationId, title, members, robots }: Group): GroupDescription {
  return { openConversationId, title, members, robots: [...robots] }
}
