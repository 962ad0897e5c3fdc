import { afterAll, beforeAll } from 'vitest'
import { type RunningPostgres, startPostgres } from '../../setup/postgres.ts'
import { openPlace } from './house.ts'
import { testKills } from './test-kills.ts'

let postgres: RunningPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

testKills(async () => openPlace(await postgres.createDatabase()))
