import { rowOf, type Sql } from '../sql/sql.ts'
import { freeClaimsOfTheDead } from './claims.ts'

export async function registerNode(
  sql: Sql,
  { name, leaseMs }: { readonly name: string; readonly leaseMs: number },
): Promise<number> {
  const row = await rowOf<{ epoch: number }>(
    sql,
    `INSERT INTO nodes (name, lease_until) VALUES ($1, ${sql.words.realNow} + $2) RETURNING epoch`,
    [name, leaseMs],
  )
  if (!row) throw new Error('The store gave this node no epoch.')
  return row.epoch
}

export async function heartbeat(sql: Sql, epoch: number, leaseMs: number): Promise<'alive' | 'lost'> {
  const renewed = await sql.run(
    `UPDATE nodes SET lease_until = ${sql.words.realNow} + $2 WHERE epoch = $1 AND dead = 0`,
    [epoch, leaseMs],
  )
  return renewed === 1 ? 'alive' : 'lost'
}

/** Holds the node's row against being declared dead until the transaction ends. */
export async function isOwnEpochAlive(sql: Sql, epoch: number): Promise<boolean> {
  const alive = await rowOf(
    sql,
    `SELECT epoch FROM nodes WHERE epoch = $1 AND dead = 0 ${sql.words.lockShared}`,
    [epoch],
  )
  return alive !== undefined
}

export async function deadEpochs(sql: Sql, now: number): Promise<number[]> {
  // The lock waits for a start of that node that is just being written, so that its calls are seen here.
  const expired = await sql.rows<{ epoch: number }>(
    `SELECT epoch FROM nodes WHERE dead = 0 AND lease_until <= ${sql.words.realNow} ORDER BY epoch ${sql.words.lock}`,
  )
  await sql.run(`UPDATE nodes SET dead = 1 WHERE epoch IN ${sql.words.list('$1', 'int')}`, [
    JSON.stringify(expired.map(({ epoch }) => epoch)),
  ])
  await freeClaimsOfTheDead(sql, now)
  const dead = await sql.rows<{ epoch: number }>(
    `SELECT n.epoch FROM nodes n WHERE n.dead = 1
       AND EXISTS (SELECT 1 FROM open_calls o WHERE o.epoch = n.epoch AND o.replay_at IS NULL) ORDER BY n.epoch`,
  )
  return dead.map(({ epoch }) => epoch)
}

export async function livingNodes(sql: Sql): Promise<string[]> {
  const living = await sql.rows<{ name: string }>(
    `SELECT name FROM nodes WHERE dead = 0 AND lease_until > ${sql.words.realNow} ORDER BY epoch`,
  )
  return living.map(({ name }) => name)
}

export async function leave(sql: Sql, epoch: number): Promise<void> {
  await sql.run('UPDATE nodes SET dead = 1 WHERE epoch = $1', [epoch])
  sql.wake()
}

export async function time(sql: Sql): Promise<{ realNow: number; offsetMs: number }> {
  const row = await rowOf<{ real_now: number; offset_ms: number }>(
    sql,
    `SELECT ${sql.words.realNow} AS real_now, offset_ms FROM clock`,
  )
  if (!row) throw new Error('The store has lost its clock row.')
  return { realNow: row.real_now, offsetMs: row.offset_ms }
}

export async function setClockOffset(sql: Sql, offsetMs: number): Promise<void> {
  await sql.run('UPDATE clock SET offset_ms = $1', [offsetMs])
  sql.wake()
}
