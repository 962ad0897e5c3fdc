import { createDingTalk } from '@hongyan/dingtalk'
import type { Sandbox } from '@hongyan/sandbox'
import { createWecom } from '@hongyan/wecom'
import type { Language } from '../language.ts'
import { renderTable } from '../table.ts'
import { chooseCast, type Person } from './cast.ts'
import { readDingtalkResult, sendByDingtalk } from './dingtalk-act.ts'
import type { Finding } from './finding.ts'
import { type DemoTexts, demoTexts } from './texts.ts'
import { thingsToTry } from './things-to-try.ts'
import { sendByWecom } from './wecom-act.ts'

/**
 * Shows the main job on a fresh sandbox: eight people addressed by mobile number on both platforms, who was named as
 * reached or read, who was not and why, one message taken back, and what to try next.
 */
export async function runDemo(
  sandbox: Sandbox,
  language: Language,
  print: (line: string) => void,
): Promise<void> {
  const texts = demoTexts[language]
  const company = sandbox.control.company()
  const [dingtalkApp] = company.dingtalk.apps
  const [wecomApp] = company.wecom.apps
  const robot = company.dingtalk.robots.find(({ keywords }) => keywords?.length)
  if (!dingtalkApp || !wecomApp || !robot) {
    throw new Error('The sandbox’s company has no app or no robot to send with.')
  }
  const ding = createDingTalk({ ...dingtalkApp, baseUrl: sandbox.url })
  const { agentid, secret } = wecomApp
  const wecom = createWecom({ corpid: company.wecom.corpid, agentid, secret, baseUrl: sandbox.url })

  try {
    const cast = chooseCast(company.employees, texts.unknownPerson)
    print(texts.intro(cast.everyone.length))
    const byDingtalk = await sendByDingtalk(ding, cast, texts.content)
    const byWecom = await sendByWecom(wecom, cast, texts.content)
    openOnPhone(sandbox, cast.reader.dingtalk?.userid)
    const onDingtalk = await readDingtalkResult(ding, cast, byDingtalk)
    const findings = cast.everyone.flatMap((person) =>
      findingsOf(person, [...onDingtalk, ...byWecom.findings]),
    )
    print(`\n${findingsTable(findings, texts)}\n\n${texts.legend}\n`)

    await ding.work.recall(byDingtalk.taskId)
    await wecom.messages.recall(byWecom.msgid)
    print(texts.recalled(cast.reader.name))
    print(texts.shows(phoneOf(sandbox, cast.reader, texts)))
    print(`\n${texts.next}\n\n${thingsToTry(sandbox.url, texts, cast.reader, robot)}\n`)
  } finally {
    await ding.close()
    await wecom.close()
  }
}

function openOnPhone(sandbox: Sandbox, userid: string | undefined): void {
  if (userid === undefined) return
  const newest = sandbox.control.inbox('dingtalk', userid).at(-1)
  if (newest) sandbox.control.markRead('dingtalk', userid, newest.id)
}

function phoneOf(
  sandbox: Sandbox,
  person: Person,
  texts: DemoTexts,
): { platform: string; recalled: boolean }[] {
  const newest = (platform: 'dingtalk' | 'wecom', userid = '') => ({
    platform: texts.platforms[platform],
    recalled: sandbox.control.inbox(platform, userid).at(-1)?.recalledAt != null,
  })
  return [newest('dingtalk', person.dingtalk?.userid), newest('wecom', person.wecom?.userid)]
}

const findingsOf = (person: Person, findings: readonly Finding[]) =>
  findings.filter((finding) => finding.person === person)

function findingsTable(findings: readonly Finding[], texts: DemoTexts): string {
  const rows = findings.map(({ person, platform, state, why }, index) => {
    const { reason, remedy } = texts.why[why]
    const isFirstOfPerson = findings[index - 1]?.person !== person
    const name = isFirstOfPerson ? `${person.name} ${person.mobile}` : ''
    return [name, texts.platforms[platform], state, reason, remedy]
  })
  return renderTable([texts.columns, ...rows])
}
