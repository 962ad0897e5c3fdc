import type { Connection } from '@hongyan/platform-call'
import type { DingTalkApi } from './api.ts'
import type { DingTalkRules } from './errors.ts'
import type { Hosts } from './hosts.ts'
import { createRobotFiles, type RobotFiles } from './robot-file.ts'
import { createRobotGroupMessages, type RobotGroupMessages } from './robot-group.ts'
import { createRobotOtoMessages, type RobotOtoMessages } from './robot-oto.ts'
import { createReply, type ReplyInSession } from './robot-reply.ts'

/** The app's own robot (企业内部机器人), named by its robotCode. */
export interface Robot {
  /** Messages to single persons. */
  readonly oTo: RobotOtoMessages
  /** Messages in groups. */
  readonly group: RobotGroupMessages
  /** Files that were sent to it. */
  readonly files: RobotFiles
  /** Answers a received message through its `sessionWebhook`. */
  readonly reply: ReplyInSession
}

export function createRobot(
  robotCode: string,
  api: DingTalkApi,
  hosts: Hosts,
  connection: Connection,
  rules: DingTalkRules,
): Robot {
  return {
    oTo: createRobotOtoMessages(api, robotCode),
    group: createRobotGroupMessages(api, robotCode),
    files: createRobotFiles(api, connection, robotCode),
    reply: createReply(hosts, connection, rules),
  }
}
