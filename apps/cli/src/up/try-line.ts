/** A line that works as typed while gateway and sandbox run: no key, since all accounts are of the sandbox. */
export function tryLine(gatewayUrl: string): string {
  const message = {
    accounts: ['hr-ding', 'hr-wecom'],
    to: ['mobile:13800000001'],
    content: { type: 'text', text: '你好，鸿雁' },
    onRepeat: 'distinguish',
  }
  return `curl -s ${gatewayUrl}/v1/messages -H 'content-type: application/json' -d '${JSON.stringify(message)}'`
}
