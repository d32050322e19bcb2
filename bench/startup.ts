/**
 * Start-up time beside a bare Node in the same run: `--version` and `--help` of the built program.
 * usage: node bench/startup.ts [runs]   (build first: npm run build)
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { median } from 'simple-statistics'

const program = join(import.meta.dirname, '../bin/run.js')
const runs = Number(process.argv[2] ?? 30)

const cases = {
  'node -e 0': ['-e', '0'],
  'drplan --version': [program, '--version'],
  'drplan --help': [program, '--help'],
  'drplan map --help': [program, 'map', '--help'],
}

function time(argv: readonly string[]): number {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, argv, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}`)
  return performance.now() - start
}

// Interleaved, so that a change of the machine's speed meets all cases; the first round warms the compile cache.
const times = new Map<string, number[]>(Object.keys(cases).map((name) => [name, []]))
for (let run = 0; run <= runs; run++) {
  for (const [name, argv] of Object.entries(cases)) {
    const taken = time(argv)
    if (run > 0) times.get(name)?.push(taken)
  }
}

const bare = median(times.get('node -e 0') ?? [])
const rows = [...times].map(([name, taken]) => ({
  case: name,
  'median ms': Math.round(median(taken)),
  'x bare node': Number((median(taken) / bare).toFixed(2)),
}))
console.table(rows)
