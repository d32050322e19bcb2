#!/usr/bin/env node
// Start-up and nothing else. A Node that is too old is replaced by the packaged one, if it is installed.
import module from 'node:module'

const require = module.createRequire(import.meta.url)
const OLDEST = [22, 18]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) restart()
else if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-v')) {
  // The commonest question of scripts needs no framework.
  const { name, version } = require('../package.json')
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  module.enableCompileCache?.()
  // No top-level await: a pipe that closes early (drplan … | head) would otherwise end with code 13.
  import('../dist/src/main.js')
    .then(({ main }) => main(import.meta.url))
    .catch((error) => {
      process.stderr.write(`drplan cannot start: ${error.message}\n`)
      process.exitCode = 70
    })
}

function restart() {
  const { spawnSync } = require('node:child_process')
  const os = process.platform === 'win32' ? 'win' : process.platform
  let node
  try {
    node = require.resolve(`node-${os}-${process.arch}/bin/node${os === 'win' ? '.exe' : ''}`)
  } catch {
    process.stderr.write(`drplan needs Node ${OLDEST.join('.')} or newer; this is ${process.version}.\n`)
    process.exit(2)
  }
  const { status, signal } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' })
  process.exit(signal ? 128 : (status ?? 70))
}
