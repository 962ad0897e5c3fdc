import type { Person } from './cast.ts'
import type { DemoTexts } from './texts.ts'

/** A group robot that lets pass only what contains one of its keywords. */
export interface KeywordRobot {
  readonly name: string
  readonly accessToken: string
  readonly keywords?: readonly string[]
}

/** Commands that work as typed while the sandbox runs. */
export function thingsToTry(url: string, texts: DemoTexts, reader: Person, robot: KeywordRobot): string {
  const alert = JSON.stringify({ msgtype: 'text', text: { content: `${robot.keywords?.[0]}: db-3 93%` } })
  const lines: [string, string][] = [
    [texts.tryInbox(reader.name), `curl -s ${url}/_sandbox/inbox/dingtalk/${reader.dingtalk?.userid}`],
    [
      texts.tryRobot,
      `curl -s '${url}/robot/send?access_token=${robot.accessToken}' -H 'content-type: application/json' -d '${alert}'`,
    ],
    [texts.tryGroup, `curl -s ${url}/_sandbox/robots/dingtalk/${robot.name}`],
    [texts.tryRequests, `curl -s ${url}/_sandbox/requests`],
    [
      texts.tryExample,
      'npx --no -- node --conditions=hongyan-source examples/002-send-and-follow.ts 13800000001',
    ],
  ]
  return lines.map(([what, command]) => `  # ${what}\n  ${command}`).join('\n\n')
}
