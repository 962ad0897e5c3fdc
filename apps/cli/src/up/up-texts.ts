import type { Language } from '../language.ts'

export interface UpTexts {
  readonly about: string
  readonly sandbox: string
  readonly sandboxPort: string
  readonly demo: string
  readonly running: (url: string) => string
  readonly runningSandbox: (url: string) => string
  readonly draining: string
  readonly demoNeedsSandbox: string
  readonly portBusy: (port: number) => string
  readonly tryIt: string
  readonly result: (url: string) => string
  readonly phone: string
}

const zh: UpTexts = {
  about: '启动网关',
  sandbox: '同时启动沙箱，配好账号，两者共用一个可以拨快的时钟',
  sandboxPort: '沙箱的端口（环境变量 HONGYAN_SANDBOX_PORT）',
  demo: '启动后演示一遍（需要 --sandbox）',
  running: (url) => `网关已启动：${url}（接口文档：${url}/docs）`,
  runningSandbox: (url) => `沙箱已启动：${url}（手机、时钟、故障：${url}/_sandbox/）`,
  draining: '正在结束：不再发起新的调用，等进行中的调用完成……',
  demoNeedsSandbox: '--demo 只能和 --sandbox 一起用：演示会给很多人发消息。',
  portBusy: (port) => `端口 ${port} 已被占用。请先结束占用它的程序，或换一个端口：HONGYAN_PORT=${port + 10}`,
  tryIt: '网关和沙箱会一直运行，Ctrl-C 结束。另开一个终端，任何语言都可以这样发：',
  result: (url) => `每个人的结果（<id> 是上面那条命令答复里的 id）：${url}`,
  phone: '看看张三的手机收到了什么：',
}

const en: UpTexts = {
  about: 'start the gateway',
  sandbox: 'with a sandbox, accounts for it, and one clock for both that can be turned',
  sandboxPort: 'port of the sandbox (environment variable HONGYAN_SANDBOX_PORT)',
  demo: 'then show the main job (needs --sandbox)',
  running: (url) => `The gateway is running: ${url} (the API: ${url}/docs)`,
  runningSandbox: (url) => `The sandbox is running: ${url} (phones, clock, faults: ${url}/_sandbox/)`,
  draining: 'Ending: no new calls; waiting for those under way …',
  demoNeedsSandbox: '--demo goes with --sandbox only: it sends to many people.',
  portBusy: (port) =>
    `Port ${port} is in use. Stop the program that holds it, or take another: HONGYAN_PORT=${port + 10}`,
  tryIt: 'Both keep running until Ctrl-C. In another terminal, from any language:',
  result: (url) => `What became of each person (<id> is the id in the answer to the line above): ${url}`,
  phone: 'See what is on Zhang San’s phone:',
}

export const upTexts: Readonly<Record<Language, UpTexts>> = { zh, en }
