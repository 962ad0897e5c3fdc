import type { Company } from '../world.ts'

const PLACEHOLDER = /\$(userName|userAlias|userAliasOrName|departmentName)=([^$\s]+)\$/g

/**
 * What `enable_id_trans` does to a field: `$userName=zhangsan$` becomes 张三, `$departmentName=2$` the
 * department's name; what cannot be resolved stays as typed (《发送应用消息》, 90236, 2025-09-24).
 */
export function translateIds(text: string, company: Company): string {
  return text.replace(PLACEHOLDER, (typed: string, kind: string, id: string) => {
    if (kind === 'departmentName') return company.department(Number(id))?.name ?? typed
    // Nobody in the seeded company has an alias, so only the forms that fall back to the name resolve.
    if (kind === 'userAlias') return typed
    return company.byUserid('wecom', id)?.name ?? typed
  })
}
