import { rowOf, type Sql } from '../sql/sql.ts'
import type {
  AcceptedCall,
  DueRecall,
  DueReport,
  MemberState,
  MessageRef,
  ReportOperations,
} from '../store.ts'
import { sendingMessage } from './messages.ts'
import { IS_NEWEST } from './newest-call.ts'
import { type PersonColumns, storedRecipient } from './people.ts'

type FollowUp = 'report' | 'recall'

interface FollowUpRow {
  readonly call: number
  readonly tries: number
  readonly wanted: number
}

/** A claim is a later due time, and the epoch of whose it is: should that one die, it is free at once. */
async function claim(
  sql: Sql,
  kind: FollowUp,
  { now, limit, claimMs, epoch }: Parameters<ReportOperations['dueReports']>[0],
): Promise<FollowUpRow[]> {
  const due = await sql.rows<FollowUpRow>(
    `SELECT call, tries, wanted FROM follow_ups WHERE kind = $1 AND due_at <= $2 ORDER BY due_at, call LIMIT $3 ${sql.words.lockFree}`,
    [kind, now, limit],
  )
  await sql.run(
    `UPDATE follow_ups SET due_at = $3, claimed_by = $4 WHERE kind = $1 AND call IN ${sql.words.list('$2', 'int')}`,
    [kind, JSON.stringify(due.map(({ call }) => call)), now + claimMs, epoch],
  )
  return due
}

type Claim = Parameters<typeof claim>[2]

export async function dueReports(sql: Sql, input: Claim): Promise<DueReport[]> {
  const due: DueReport[] = []
  for (const { call, tries, wanted } of await claim(sql, 'report', input))
    due.push({ ...(await acceptedCall(sql, call)), polls: tries, wanted: wanted === 1 })
  return due
}

export async function dueRecalls(sql: Sql, input: Claim): Promise<DueRecall[]> {
  const due: DueRecall[] = []
  for (const { call, tries } of await claim(sql, 'recall', input))
    due.push({ ...(await acceptedCall(sql, call)), tries })
  return due
}

export async function wantReport(sql: Sql, { number }: MessageRef, now: number): Promise<void> {
  const wanted = await sql.run(
    `UPDATE follow_ups SET wanted = 1, due_at = CASE WHEN due_at > $2 AND tries = 0 THEN $2 ELSE due_at END
     WHERE number = $1 AND kind = 'report' AND (wanted = 0 OR (tries = 0 AND due_at > $2))`,
    [number, now],
  )
  if (wanted > 0) sql.wake()
}

interface CallRow {
  readonly number: number
  readonly account: string
  readonly app: string
  readonly corp: string
  readonly channel: string
  readonly options: string
  readonly content_hash: string
  readonly receipt: string | null
  readonly started_at: number
  readonly sent_at: number | null
  readonly part: number
  readonly attempts: number
}

async function acceptedCall(sql: Sql, call: number): Promise<AcceptedCall> {
  const row = await rowOf<CallRow>(
    sql,
    `SELECT number, account, app, corp, channel, options, content_hash, receipt, started_at, sent_at, part,
       (SELECT count(*) FROM attempts t WHERE t.call = c.id) AS attempts
     FROM calls c WHERE id = $1`,
    [call],
  )
  if (!row) throw new Error(`There is no call ${call}.`)
  const message = await sendingMessage(sql, row.number)
  return {
    call,
    receipt: row.receipt,
    account: row.account,
    app: row.app,
    corp: row.corp,
    channel: row.channel,
    options: row.options,
    sentAt: row.sent_at ?? row.started_at,
    attempts: row.attempts,
    contentHash: row.content_hash,
    message,
    members: await memberStates(sql, call, message, row.part),
  }
}

interface MemberRow extends PersonColumns {
  readonly idx: number
  readonly platform_id: string | null
  readonly state: MemberState['state']
  readonly final: number
  readonly verified: number
  readonly parts: number
  readonly newest: number
}

async function memberStates(
  sql: Sql,
  call: number,
  message: MessageRef,
  part: number,
): Promise<MemberState[]> {
  const rows = await sql.rows<MemberRow>(
    `SELECT d.idx, d.platform_id, d.state, d.final, d.verified, d.parts, p.kind, p.platform, p.value,
       CASE WHEN ${IS_NEWEST} THEN 1 ELSE 0 END AS newest FROM call_members m
     JOIN deliveries d ON d.day = $2 AND d.number = m.number AND d.idx = m.idx
     LEFT JOIN people p ON p.id = d.person WHERE m.call = $1 ORDER BY d.idx`,
    [call, message.day],
  )
  return rows.map((row) => ({
    key: { day: message.day, number: message.number, idx: row.idx },
    platformId: row.platform_id,
    recipient: storedRecipient(row),
    state: row.state,
    final: row.final === 1,
    verified: row.verified === 1,
    part,
    parts: row.parts,
    newest: row.newest === 1,
  }))
}
