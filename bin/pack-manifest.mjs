// A published package must not pull a Node binary onto its users: the optional dependencies that carry one are
// taken out of package.json while packing, and put back afterwards. usage: pack-manifest.mjs strip|restore
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const [action] = process.argv.slice(2)
const file = 'package.json'
const kept = '.package.json.kept'

if (action === 'strip') {
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  copyFileSync(file, kept)
  delete manifest.optionalDependencies
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
} else if (action === 'restore') {
  if (existsSync(kept)) renameSync(kept, file)
} else {
  process.stderr.write('usage: pack-manifest.mjs strip|restore\n')
  process.exit(2)
}
