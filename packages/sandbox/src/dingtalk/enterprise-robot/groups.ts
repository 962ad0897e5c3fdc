import type { World } from '../../world.ts'
import type { DingTalkApp } from '../apps.ts'

/** One thing said in a group, by a robot or by a person. */
export interface GroupPost {
  readonly id: string
  readonly receivedAt: number
  /** The app whose robot said it, or the userid of who did. */
  readonly from: { readonly robot: string } | { readonly userid: string }
  /** `processQueryKey` of a robot's message; null for what a person wrote. */
  readonly receipt: string | null
  readonly message: object
  readonly readUserIds: readonly string[]
  readonly recalledAt: number | null
}

interface Post extends GroupPost {
  readonly readUserIds: string[]
  message: object
  recalledAt: number | null
}

/** An internal group of the corp. */
export interface Group {
  /** Also called conversationId where a person's message is reported. */
  readonly openConversationId: string
  readonly title: string
  readonly members: readonly string[]
  /** Apps whose robots are in it. */
  readonly robots: ReadonlySet<string>
  readonly posts: readonly GroupPost[]
}

interface KeptGroup extends Group {
  readonly robots: Set<string>
  readonly posts: Post[]
}

const KEPT_POSTS = 1000
/** Characters between `cid` and `==`. */
const ID_CHARS = 22

/** The corp's groups. The first has the robot of every app, the second nobody's until it enters. */
export class Groups {
  readonly #world: World
  readonly #groups: readonly KeptGroup[]
  #posts = 0

  constructor(world: World, apps: readonly DingTalkApp[]) {
    this.#world = world
    const members = world.company.employees
      .flatMap(({ dingtalk, state }) => (dingtalk && state === 'active' ? [dingtalk.userid] : []))
      .slice(0, 8)
    const group = (title: string, robots: readonly string[]): KeptGroup => ({
      openConversationId: `cid${world.ids.urlSafe(ID_CHARS)}==`,
      title,
      members,
      robots: new Set(robots),
      posts: [],
    })
    this.#groups = [
      group(
        '项目群',
        apps.map(({ name }) => name),
      ),
      group('值班群', []),
    ]
  }

  all(): readonly Group[] {
    return this.#groups
  }

  find(openConversationId: string): Group | undefined {
    return this.#find(openConversationId)
  }

  /** A robot comes into the group or leaves it. */
  admit(group: Group, app: string, enters: boolean): void {
    const robots = this.#kept(group).robots
    if (enters) robots.add(app)
    else robots.delete(app)
  }

  post(group: Group, said: Pick<GroupPost, 'from' | 'receipt' | 'message'>): GroupPost {
    const { posts } = this.#kept(group)
    const receivedAt = this.#world.clock.now()
    const post: Post = { id: `post-${++this.#posts}`, receivedAt, ...said, readUserIds: [], recalledAt: null }
    posts.push(post)
    if (posts.length > KEPT_POSTS) posts.shift()
    return post
  }

  /** A member opens the group: everything in it is read. Answers what was new to them. */
  read(group: Group, userid: string): readonly GroupPost[] {
    const unread = this.#kept(group).posts.filter(
      ({ readUserIds, recalledAt }) => recalledAt === null && !readUserIds.includes(userid),
    )
    for (const post of unread) post.readUserIds.push(userid)
    return unread
  }

  recall(group: Group, receipt: string): void {
    for (const post of this.#kept(group).posts) {
      if (post.receipt === receipt) post.recalledAt ??= this.#world.clock.now()
    }
  }

  /** Shows something else in place of a robot's message. */
  change(group: Group, receipt: string, message: object): void {
    for (const post of this.#kept(group).posts) if (post.receipt === receipt) post.message = message
  }

  #find(id: string): KeptGroup | undefined {
    return this.#groups.find(({ openConversationId }) => openConversationId === id)
  }

  /** Every group there is came out of this class. */
  #kept({ openConversationId }: Group): KeptGroup {
    const group = this.#find(openConversationId)
    if (!group) throw new Error(`No group ${openConversationId}`)
    return group
  }
}
