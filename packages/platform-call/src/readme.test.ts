import { expect, it } from 'vitest'
import { createTestProject, programOf } from '../../../e2e/setup/test-project.ts'

it('the examples of README.md compile', async () => {
  const project = await createTestProject(await programOf(new URL('../README.md', import.meta.url)))

  expect(await project.compile()).toEqual([])
})
