import { expect, test } from 'vitest'
import { renderTable } from './table.ts'

test('columns line up when some cells are Chinese, two cells a character', () => {
  const table = renderTable([
    ['人', 'state'],
    ['张三', 'read'],
    ['Li', 'invalid'],
  ])

  expect(table).toBe(['人    state', '────  ───────', '张三  read', 'Li    invalid'].join('\n'))
})
