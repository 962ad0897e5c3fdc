import { expect, test } from 'vitest'
import { isPublic } from './public-address.ts'

test.each([
  ['127.0.0.1', 'this machine'],
  ['0.0.0.0', 'this machine, too'],
  ['10.1.2.3', 'a private network'],
  ['172.31.255.255', 'a private network'],
  ['192.168.0.1', 'a private network'],
  ['169.254.169.254', 'a cloud’s metadata'],
  ['100.100.100.200', 'a cloud’s metadata behind carrier NAT'],
  ['255.255.255.255', 'everybody'],
  ['::1', 'this machine'],
  ['::', 'this machine, too'],
  ['fe80::1', 'the same link'],
  ['fd00::1', 'a private network'],
  ['::ffff:127.0.0.1', 'this machine, written as IPv6'],
  ['::ffff:7f00:1', 'this machine, written as IPv6 in hex'],
  ['64:ff9b::7f00:1', 'this machine through a translator'],
  ['2002:7f00:1::', 'this machine through a tunnel'],
  ['2001:0:7f00:1::', 'this machine through Teredo'],
  ['not an address', 'nothing'],
])('%s is not public: %s', (address) => {
  expect(isPublic(address)).toBe(false)
})

test.each(['8.8.8.8', '223.5.5.5', '172.32.0.1', '100.128.0.1', '2400:3200::1', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => {
    expect(isPublic(address)).toBe(true)
  },
)
