// Runs before `npm start`, `npm test` and the other commands, on whatever Node the machine has
// (hence old plain syntax): installs exactly what package-lock.json names, once per change of it.
'use strict'
var childProcess = require('node:child_process')
var crypto = require('node:crypto')
var fs = require('node:fs')
var path = require('node:path')

var OLDEST_NODE = 20
var root = path.join(__dirname, '..')
var stampFile = path.join(root, 'node_modules', '.hongyan-installed')

function stop(zh, en) {
  process.stderr.write('\n' + zh + '\n' + en + '\n\n')
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  stop(
    '需要 Node.js ' +
      OLDEST_NODE +
      ' 或更高版本，当前是 ' +
      process.version +
      '。请升级 Node.js 后重试（项目会自带 Node 24）。',
    'Node.js ' +
      OLDEST_NODE +
      ' or newer is needed to install; this is ' +
      process.version +
      '. Upgrade Node.js and try again (the project brings its own Node 24).',
  )
}

var lock = fs.readFileSync(path.join(root, 'package-lock.json'))
var wanted = crypto
  .createHash('sha256')
  .update(lock)
  .update(process.platform + process.arch)
  .digest('hex')
var installed = fs.existsSync(stampFile) ? fs.readFileSync(stampFile, 'utf8') : ''

if (installed !== wanted) {
  process.stderr.write('正在安装依赖（只需一次）… Installing dependencies (once) …\n')
  var npm = process.env.npm_execpath
  var command = npm ? process.execPath : 'npm'
  var args = (npm ? [npm] : []).concat([
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  var result = childProcess.spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: !npm && process.platform === 'win32',
  })
  if (result.status !== 0) {
    stop(
      '依赖安装失败。请检查能否访问 npm 镜像（npm config get registry）以及磁盘空间，然后重新运行同一条命令。',
      'Installing the dependencies failed. Check that the npm registry can be reached (npm config get registry) and that the disk has room, then run the same command again.',
    )
  }
  fs.writeFileSync(stampFile, wanted)
}
