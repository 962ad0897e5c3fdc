import { acceptOne, furnish } from '../conformance/test-store.ts'
import { openSqliteStore } from './open.ts'

// A process of its own for the tests: takes the directory, and says the id of each message once it is acknowledged.
const [directory = ''] = process.argv.slice(2)
const store = await openSqliteStore({ directory })
await furnish(store)
const client = async () => {
  for (;;) {
    const { id } = await acceptOne(store)
    process.stdout.write(`${id}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, client))
