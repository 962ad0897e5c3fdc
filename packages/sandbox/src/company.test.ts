import { describe, expect, test } from 'vitest'
import { createCompany } from './company.ts'

describe('the seeded company', () => {
  test('is the same for the same seed and another one for another seed', () => {
    expect(createCompany('a', 60).employees).toEqual(createCompany('a', 60).employees)
    expect(createCompany('a', 60).employees).not.toEqual(createCompany('b', 60).employees)
  })

  test('begins with 张三 whatever the seed', () => {
    expect(createCompany('any', 60).employees[0]).toMatchObject({
      name: '张三',
      mobile: '13800000001',
      email: 'zhangsan@example.com',
      dingtalk: { userid: 'zhangsan' },
      wecom: { userid: 'zhangsan' },
      state: 'active',
    })
  })

  test('has three people of every kind that makes trouble', () => {
    const { employees } = createCompany('hongyan', 60)
    const count = (kind: (employee: (typeof employees)[number]) => boolean) => employees.filter(kind).length

    expect(count(({ state }) => state === 'out_of_range')).toBe(3)
    expect(count(({ state }) => state === 'inactive')).toBe(3)
    expect(count(({ wecom }) => wecom === null)).toBe(3)
    expect(count(({ dingtalk }) => dingtalk === null)).toBe(3)
    expect(count(({ dingtalk }) => /^\d+$/.test(dingtalk?.userid ?? ''))).toBe(4)
    expect(count(({ wecom }) => /[A-Z].*[A-Z]/.test(wecom?.userid ?? ''))).toBeGreaterThan(10)
  })

  test('gives 100 000 people ids, mobiles and addresses that differ', () => {
    const { employees } = createCompany('hongyan', 100_000)
    const distinct = (values: readonly (string | undefined)[]) =>
      new Set(values.filter((value) => value !== undefined)).size

    expect(distinct(employees.map(({ mobile }) => mobile))).toBe(100_000)
    expect(distinct(employees.map(({ email }) => email))).toBe(100_000)
    expect(distinct(employees.map(({ dingtalk }) => dingtalk?.userid))).toBe(95_000)
    expect(distinct(employees.map(({ wecom }) => wecom?.userid.toLowerCase()))).toBe(95_000)
  })

  test('finds WeCom userids without regard to case and DingTalk’s exactly', () => {
    const company = createCompany('hongyan', 60)

    expect(company.byUserid('wecom', 'ZHANGSAN')?.name).toBe('张三')
    expect(company.byUserid('dingtalk', 'ZHANGSAN')).toBeUndefined()
  })

  test('lists members of a department and of all below it, each once', () => {
    const company = createCompany('hongyan', 60)
    const below = company.membersBelow(2)

    expect(company.membersBelow(1)).toHaveLength(60)
    expect(new Set(below).size).toBe(below.length)
    expect(below.length).toBeGreaterThan(company.membersBelow(6).length + company.membersBelow(7).length - 1)
    expect(company.membersBelow(999)).toEqual([])
  })
})
