// The types of the library: of each file by itself, so that nothing of the inside comes along. Whatever src/index.ts exports
// states its type (isolated declarations), and what it imports types from is listed here.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isolatedDeclarationSync } from 'rolldown/experimental'

/** Writes dist/src/*.d.ts. Throws when a type is not stated. */
export function writeDeclarations() {
  mkdirSync('dist/src', { recursive: true })
  for (const name of ['index', 'errors']) {
    const file = `src/${name}.ts`
    const { code, errors } = isolatedDeclarationSync(file, readFileSync(file, 'utf8'), { sourcemap: false })
    if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join('; ')}`)
    // As they lie in the package: schemas/ is one folder further up than in the tree.
    const placed = code.replaceAll('"../schemas/', '"../../schemas/').replaceAll(/(from "[^"]*?)(\.d)?\.ts(?=")/g, '$1.js')
    writeFileSync(`dist/src/${name}.d.ts`, placed)
  }
}
