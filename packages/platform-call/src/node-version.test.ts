import { expect, it } from 'vitest'
import { complaintOf } from './node-version.ts'

it.each(['18.20.0', '20.20.2', '22.18.9'])('Node.js %s is told that it is too old', (version) => {
  expect(complaintOf(version)).toContain(`22.19 or later is needed; this is ${version}.`)
})

it.each(['22.19.0', '22.20.1', '24.0.0', '25.1.0-nightly'])('Node.js %s will do', (version) => {
  expect(complaintOf(version)).toBeUndefined()
})
