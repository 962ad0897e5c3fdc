import type { Language } from './language.ts'

export interface SandboxTexts {
  readonly description: string
  readonly portOption: string
  readonly tlsOption: string
  readonly running: (url: string) => string
  readonly tls: (url: string, authorityFile: string) => string
  readonly noPort: (text: string) => string
  readonly portBusy: (port: number) => string
}

const zh: SandboxTexts = {
  description: '在本机启动钉钉与企业微信的沙箱：报错、配额、静默丢弃、时钟都与平台一致',
  portOption: '监听端口，0 为任意空闲端口（环境变量 HONGYAN_SANDBOX_PORT）',
  tlsOption: '同时以平台自己的域名提供 HTTPS（仅供开发，证书不会装入系统）',
  running: (url) => `沙箱已启动：${url}（钉钉与企业微信同在此端口；说明：${url}/_sandbox/）\n`,
  tls: (url, authorityFile) =>
    `让程序不改一行代码就连到沙箱（域名仍是 oapi.dingtalk.com、qyapi.weixin.qq.com）：
  export HTTPS_PROXY=${url} NODE_EXTRA_CA_CERTS=${authorityFile}   # 其他语言请信任同一个 CA 文件
CA 仅对平台域名有效，30 天到期，不会装入系统。\n`,
  noPort: (text) => `${text} 不是端口号，请给出 0（任意空闲端口）到 65535 的整数。`,
  portBusy: (port) =>
    `端口 ${port} 已被占用。请先结束占用它的程序，或换一个端口：HONGYAN_SANDBOX_PORT=${port + 10}`,
}

const en: SandboxTexts = {
  description: 'Start DingTalk and WeCom on this machine: with their errors, quotas, silent drops and clock',
  portOption: 'port to listen on, 0 for any free one (environment variable HONGYAN_SANDBOX_PORT)',
  tlsOption: 'also serve the platforms’ own host names over HTTPS (development only; nothing is installed)',
  running: (url) => `The sandbox is running: ${url} (DingTalk and WeCom on one port; see ${url}/_sandbox/)\n`,
  tls: (url, authorityFile) =>
    `To lead a program here without changing a line (it still calls oapi.dingtalk.com, qyapi.weixin.qq.com):
  export HTTPS_PROXY=${url} NODE_EXTRA_CA_CERTS=${authorityFile}   # other languages: trust the same CA file
The CA vouches for the platforms’ names only, ends after 30 days and is installed nowhere.\n`,
  noPort: (text) => `${text} is no port; give a whole number from 0 (any free one) to 65535.`,
  portBusy: (port) =>
    `Port ${port} is in use. Stop the program that holds it, or take another: HONGYAN_SANDBOX_PORT=${port + 10}`,
}

export const sandboxTexts: Readonly<Record<Language, SandboxTexts>> = { zh, en }
