import * as z from 'zod'

const Employee = z.object({
  name: z.string(),
  mobile: z.string(),
  state: z.enum(['active', 'out_of_range', 'inactive']),
  dingtalk: z.object({ userid: z.string() }).nullable(),
  wecom: z.object({ userid: z.string() }).nullable(),
})

const Company = z.object({
  dingtalk: z.object({
    corpId: z.string(),
    apps: z.array(z.object({ appKey: z.string(), appSecret: z.string(), agentId: z.number() })),
    robots: z.array(
      z.object({ name: z.string(), accessToken: z.string(), keywords: z.array(z.string()).optional() }),
    ),
  }),
  wecom: z.object({
    corpid: z.string(),
    apps: z.array(z.object({ agentid: z.number().nullable(), secret: z.string() })),
  }),
  employees: z.array(Employee),
})
export type Company = z.infer<typeof Company>

/** The company that a sandbox has been seeded with: its apps, its robots, its people. */
export async function readCompany(sandboxUrl: string): Promise<Company> {
  const response = await fetch(`${sandboxUrl}/_sandbox/company`)
  return Company.parse(await response.json())
}
