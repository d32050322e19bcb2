/** All benches that need nothing but this folder. `npm run bench`; bench/forecast.ts wants a folder of series. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

for (const [name, ...size] of [
  ['startup'],
  ['map'],
  ['translate'],
  ['simulate', '200', '1000'],
  ['replication', '1000'],
  ['optimise', '1000'],
  ['provision', '200'],
  ['ingest', '2'],
  ['prometheus', '200'],
  ['diff', '2000'],
  ['check', '1000'],
] as const) {
  process.stdout.write(`\n${name}\n`)
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`), ...size], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}
