import type { Route } from '../../exchange.ts'
import type { ModernGate, ModernInterface } from '../modern-gate.ts'
import { FILE_PATH, type RobotFiles } from './files.ts'
import type { GroupChat } from './group-chat.ts'
import type { SingleChat } from './single-chat.ts'

/** Note the small `oto` of one path: the platform's own. */
export function enterpriseRobotRoutes(
  gate: ModernGate,
  single: SingleChat,
  group: GroupChat,
  files: RobotFiles,
): Record<string, Route> {
  const post = (mandatory: string, answer: ModernInterface['answer']): Route =>
    gate.guard({ method: 'POST', mandatory: mandatory.split(' '), answer })
  const keyOf = ['robotCode', 'processQueryKey']
  return {
    '/v1.0/robot/oToMessages/batchSend': post('robotCode userIds msgKey msgParam', single.batchSend),
    '/v1.0/robot/oToMessages/readStatus': gate.guard({
      method: 'GET',
      mandatory: keyOf,
      answer: single.readStatus,
    }),
    '/v1.0/robot/otoMessages/batchRecall': post('robotCode processQueryKeys', single.batchRecall),
    '/v1.0/robot/groupMessages/send': post('robotCode msgKey msgParam', group.send),
    '/v1.0/robot/groupMessages/query': post('processQueryKey', group.query),
    '/v1.0/robot/messageFiles/download': post('robotCode downloadCode', files.download),
    [FILE_PATH]: files.content,
    '/v1.0/robot/groupMessages/recall': post('robotCode processQueryKeys', group.recall),
  }
}
