// A published package must not pull a Node binary onto its users: the optional dependencies that carry one are
// taken out of package.json while packing, and put back afterwards. usage: pack-manifest.mjs strip|restore|fail
// `fail` puts back and ends with 1: for a build that broke between strip and the end of packing.
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const [action] = process.argv.slice(2)
const file = 'package.json'
const kept = '.package.json.kept'

const restore = () => {
  if (existsSync(kept)) renameSync(kept, file)
}

const stripped = (path) => {
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  delete manifest.optionalDependencies
  return `${JSON.stringify(manifest, null, 2)}\n`
}

if (action === 'strip') {
  // A packing that was killed left package.json stripped: what it kept is the true one, unless edited since.
  if (existsSync(kept) && stripped(kept) === readFileSync(file, 'utf8')) restore()
  copyFileSync(file, kept)
  writeFileSync(file, stripped(kept))
} else if (action === 'restore') restore()
else if (action === 'fail') {
  restore()
  process.exit(1)
} else {
  process.stderr.write('usage: pack-manifest.mjs strip|restore|fail\n')
  process.exit(2)
}
