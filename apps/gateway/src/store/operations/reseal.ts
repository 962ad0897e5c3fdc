import { appSecretPlace, KEY_CHECK_PLACE, tokenPlace } from '../../access/places.ts'
import type { Sql } from '../sql/sql.ts'
import type { AccessOperations } from '../store.ts'

type Change = Parameters<AccessOperations['reseal']>[0]

/** Every column that holds something under seal stands here. */
export async function reseal(sql: Sql, change: Change): Promise<number> {
  return (
    (await resealApps(sql, change)) + (await resealTokens(sql, change)) + (await resealKeyCheck(sql, change))
  )
}

async function resealApps(sql: Sql, change: Change): Promise<number> {
  const secrets = await sql.rows<{ app: string; field: string; sealed: Uint8Array }>(
    `SELECT app, field, sealed FROM app_secrets ORDER BY app, field ${sql.words.lock}`,
  )
  let changed = 0
  for (const { app, field, sealed } of secrets) {
    const anew = change(sealed, appSecretPlace(app, field))
    if (anew)
      changed += await sql.run('UPDATE app_secrets SET sealed = $3 WHERE app = $1 AND field = $2', [
        app,
        field,
        anew,
      ])
  }
  return changed
}

async function resealTokens(sql: Sql, change: Change): Promise<number> {
  const tokens = await sql.rows<{ name: string; sealed: Uint8Array }>(
    `SELECT name, sealed FROM tokens WHERE sealed IS NOT NULL ORDER BY name ${sql.words.lock}`,
  )
  let changed = 0
  for (const { name, sealed } of tokens) {
    const anew = change(sealed, tokenPlace(name))
    if (anew) changed += await sql.run('UPDATE tokens SET sealed = $2 WHERE name = $1', [name, anew])
  }
  return changed
}

async function resealKeyCheck(sql: Sql, change: Change): Promise<number> {
  const [row] = await sql.rows<{ sealed: Uint8Array }>(`SELECT sealed FROM key_check ${sql.words.lock}`)
  const anew = row && change(row.sealed, KEY_CHECK_PLACE)
  return anew ? sql.run('UPDATE key_check SET sealed = $1', [anew]) : 0
}
