import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import type { Person } from './cast.ts'

const Inbox = z.array(z.object({ id: z.string(), recalledAt: z.number().nullable() }))
type Entry = z.infer<typeof Inbox>[number]

/** How often a phone is looked at. Unit: real milliseconds. */
const LOOK_EVERY_MS = 50

/** The newest message on a person's phone in the sandbox. */
export async function newestOn(
  sandboxUrl: string,
  platform: 'dingtalk' | 'wecom',
  person: Person,
): Promise<Entry | undefined> {
  const response = await fetch(inboxUrl(sandboxUrl, platform, person))
  return Inbox.parse(await response.json()).at(-1)
}

/** Opens the newest message on a person's phone as soon as there is one. */
export async function openNewest(
  sandboxUrl: string,
  platform: 'dingtalk' | 'wecom',
  person: Person,
  patienceMs: number,
): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += LOOK_EVERY_MS) {
    const newest = await newestOn(sandboxUrl, platform, person)
    if (newest) {
      await fetch(`${inboxUrl(sandboxUrl, platform, person)}/${newest.id}/read`, { method: 'POST' })
      return
    }
    await setTimeout(LOOK_EVERY_MS)
  }
}

function inboxUrl(sandboxUrl: string, platform: 'dingtalk' | 'wecom', person: Person): string {
  return `${sandboxUrl}/_sandbox/inbox/${platform}/${person[platform]?.userid ?? ''}`
}
