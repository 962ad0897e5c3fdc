import { expect, test } from 'vitest'
import { fill, missingName, namesIn, variantOf } from './variables.ts'

const leave = {
  type: 'link',
  title: '审批',
  text: '{{name}}，您的{{kind}}已通过，{{name}}！',
  url: 'https://oa.example.com/{{id}}',
} as const

test('every name in every text of a content is found once', () => {
  expect(namesIn(leave)).toEqual(['id', 'kind', 'name'])
})

test('values stand in for their names in texts and addresses', () => {
  expect(fill(leave, { name: '张三', kind: '年假', id: '7' })).toEqual({
    type: 'link',
    title: '审批',
    text: '张三，您的年假已通过，张三！',
    url: 'https://oa.example.com/7',
  })
})

test('braces of another form are text, and a value that looks like a name is not looked into', () => {
  const content = { type: 'text', text: '{{ name }} {name} {{a.b}} {{name}}' } as const

  expect(namesIn(content)).toEqual(['name'])
  expect(fill(content, { name: '{{name}}' })).toEqual({
    type: 'text',
    text: '{{ name }} {name} {{a.b}} {{name}}',
  })
})

test('a name that every object inherits has no value', () => {
  expect(missingName(['constructor'], {})).toBe('constructor')
})

test('recipients whose used values are equal share a variant, whatever else they bring', () => {
  const names = ['name']

  expect(variantOf(names, { name: '张三', extra: '1' })).toBe(variantOf(names, { extra: '2', name: '张三' }))
  expect(variantOf(names, { name: '张三' })).not.toBe(variantOf(names, { name: '李四' }))
})

test('values cannot be shifted from one name to the next to look alike', () => {
  expect(variantOf(['a', 'b'], { a: 'x","y', b: '' })).not.toBe(variantOf(['a', 'b'], { a: 'x', b: 'y' }))
})

test('without vars or without names there is one variant for all', () => {
  expect(variantOf(['name'], undefined)).toBe('')
  expect(variantOf([], { name: '张三' })).toBe('')
})
