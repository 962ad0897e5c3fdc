#!/usr/bin/env node
// Plain old syntax on purpose: an old Node must reach the version check and read a sentence, not a SyntaxError.
var major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    'hongyan 需要 Node.js 24 或更高版本，当前是 ' +
      process.version +
      '。在项目目录中请用 npm start 或 npx --no hongyan（自带 Node 24）。\n' +
      'hongyan needs Node.js 24 or newer, this is ' +
      process.version +
      '. In the checkout use npm start or npx --no hongyan, which bring Node 24.\n',
  )
  process.exit(1)
}
import('./launch.js')
