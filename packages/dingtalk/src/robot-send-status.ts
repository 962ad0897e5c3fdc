import { type Success, unusableAnswer } from './api.ts'

/** How far a robot's message is. */
export type RobotSendStatus = 'SUCCESS' | 'RECALLED' | 'PROCESSING'

/** The platform's own sample writes SUCESS. */
export function readSendStatus(success: Success, endpoint: string): RobotSendStatus {
  const { sendStatus } = success.body
  if (sendStatus === 'SUCESS') return 'SUCCESS'
  if (sendStatus === 'SUCCESS' || sendStatus === 'RECALLED' || sendStatus === 'PROCESSING') return sendStatus
  throw unusableAnswer(endpoint, 'sendStatus', success)
}
