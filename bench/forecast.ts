/**
 * How good forecasts are on real series, and how long they take: `node bench/forecast.ts FOLDER [path-part …] [options]`.
 *
 *   --cases rolling|design   where series are cut (bench/forecast/cases.ts); default rolling
 *   --peer-cases N           how many cases of a set the slow peer gets; default 100
 *   --speed                  times, too
 *   --speed-only             times only
 *   --json FILE              all figures, unrounded
 *
 * FOLDER: bench/forecast/series-files.ts says what is read.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { caseKinds } from './forecast/cases.ts'
import { compareSet, type Comparison } from './forecast/compare.ts'
import { readSets } from './forecast/series-files.ts'
import { formatSpeed, measureSpeed } from './forecast/speed.ts'
import { formatComparison, legend } from './forecast/table.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: 'rolling' },
    'peer-cases': { type: 'string', default: '100' },
    speed: { type: 'boolean', default: false },
    'speed-only': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})
const [folder, ...parts] = positionals
const cases = caseKinds.find((kind) => kind === options.cases)
const peerCases = Number(options['peer-cases'])

if (folder === undefined || cases === undefined || !Number.isInteger(peerCases) || peerCases < 1) {
  console.error(
    'usage: node bench/forecast.ts FOLDER [path-part …] [--cases rolling|design] [--peer-cases N] [--speed|--speed-only] [--json FILE]',
  )
  process.exit(2)
}

const { sets, skipped } = readSets(folder, parts)
console.log(`node ${process.version}, ${sets.length} sets, cases: ${cases}`)
if (skipped.length > 0) console.log(`Not hourly series: ${skipped.join(', ')}`)
if (sets.length === 0) process.exit(2)

const comparisons: Comparison[] = []
if (!options['speed-only']) console.log(`\n${legend}`)
for (const set of options['speed-only'] ? [] : sets) {
  for (const comparison of compareSet(set, { cases, peerCases })) {
    comparisons.push(comparison)
    console.log(`\n${formatComparison(comparison)}`)
  }
}
const speed = options.speed || options['speed-only'] ? await measureSpeed(sets) : null
if (speed !== null) console.log(`\n${formatSpeed(speed)}`)
if (options.json !== undefined)
  writeFileSync(
    options.json,
    `${JSON.stringify({ node: process.version, cases, peerCases, comparisons, speed }, null, 2)}\n`,
  )
