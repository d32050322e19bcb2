import { describe, expect, test } from 'vitest'
import { comparePack, sumsText } from '../../../src/core/evidence/compare-pack.ts'
import type { EvidenceManifest } from '../../../src/model/evidence.ts'

const [one, two] = ['1'.repeat(64), '2'.repeat(64)]
const aManifest = (files: Readonly<Record<string, string>>): EvidenceManifest => ({
  schema: 'drplan/evidence@1',
  madeBy: 'drplan 0.1.0',
  site: 'quay',
  target: 'aws',
  region: 'eu-west-1',
  today: '2026-11-20',
  plan: { path: 'plan.json', sha256: one, madeBy: 'drplan 0.1.0' },
  inputs: {},
  catalogue: { target: 'aws', asOf: '2026-01-01', sha256: null },
  solution: {
    objective: 'least-cost',
    status: 'optimal',
    gap: 0,
    value: 1,
    bound: 1,
    method: 'the best for each VM',
    stopped: null,
  },
  seeds: { simulation: null },
  outputs: { missing: [], changed: [] },
  leftOut: [],
  files: Object.entries(files).map(([path, sha256]) => ({ path, sha256, bytes: 1, what: '' })),
})

const own = { 'manifest.json': two, SHA256SUMS: two }
const hashes = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> => new Map(Object.entries(files))

describe('an archive is compared with its manifest', () => {
  const manifest = aManifest({ 'a.json': one, 'b.json': one })
  const sums = sumsText(hashes({ 'a.json': one, 'b.json': one, 'manifest.json': two }))

  test('what is as it was has no problem', () => {
    expect(comparePack(manifest, hashes({ ...own, 'a.json': one, 'b.json': one }), sums)).toEqual([])
  })

  test('what is altered, added and missing is named, in the order of paths', () => {
    const found = hashes({ ...own, 'a.json': two, 'c.json': one })

    expect(comparePack(manifest, found, sums).map(({ fault, subject }) => `${fault} ${subject}`)).toEqual([
      'altered a.json',
      'missing b.json',
      'added c.json',
    ])
  })

  test('sums of another manifest, and no sums, are named', () => {
    const found = { 'manifest.json': one, 'a.json': one, 'b.json': one }

    expect(comparePack(manifest, hashes({ ...own, ...found }), sums)).toMatchObject([
      { fault: 'altered', subject: 'SHA256SUMS' },
    ])
    expect(comparePack(manifest, hashes(found), '')).toMatchObject([{ fault: 'missing', subject: 'SHA256SUMS' }])
  })
})
