/**
 * GPUs by the names that inventories, vGPU profiles and catalogues give them. Facts are the vendors' data sheets (NVIDIA
 * data centre GPUs, NVIDIA MIG user guide "Supported MIG Profiles", NVIDIA CUDA GPUs, AMD Radeon Pro and Instinct), written
 * down from general knowledge in 2026-11 and not looked up one by one; the memory of what the catalogues sell is checked
 * against them by a test. Drivers are the first branch that serves the GPU.
 */
import type { Accelerator } from './site.ts'

export type GpuVendor = 'nvidia' | 'amd'
export const gpuVendorNames: Readonly<Record<GpuVendor, string>> = { nvidia: 'NVIDIA', amd: 'AMD' }

interface MigSlice {
  readonly name: string
  readonly memoryGiB: number
  /** How many of them one GPU is cut into. */
  readonly most: number
}

export interface GpuModel {
  readonly name: string
  readonly vendor: GpuVendor
  readonly architecture: string
  /** Of CUDA; null = none. */
  readonly computeCapability: string | null
  /** Draws pictures: graphics interfaces work, and workstation profiles exist. */
  readonly graphics: boolean
  /** Runs the common libraries of computing. */
  readonly compute: boolean
  readonly nvlink: boolean
  readonly driver: string
  /** As data sheets say it, of one GPU (boards with several count each), the smallest variant first. */
  readonly memoryGiB: readonly number[]
  /** By the memory of the variant. */
  readonly mig: Readonly<Record<number, readonly MigSlice[]>>
  /** Names as words, in lower case, the model's own left out. */
  readonly aliases: readonly string[]
}

type Row = readonly [
  name: string,
  architecture: string,
  computeCapability: string | null,
  /** g graphics, c compute, n NVLink. */
  abilities: string,
  driver: string,
  memoryGiB: readonly number[],
  aliases?: readonly string[],
]

const nvidiaRows: readonly Row[] = [
  ['M10', 'Maxwell', '5.0', 'gc', 'R352', [8]],
  ['M60', 'Maxwell', '5.2', 'gc', 'R352', [8]],
  ['P4', 'Pascal', '6.1', 'gc', 'R384', [8]],
  ['P6', 'Pascal', '6.1', 'gc', 'R384', [16]],
  ['P40', 'Pascal', '6.1', 'gc', 'R384', [24]],
  ['P100', 'Pascal', '6.0', 'gcn', 'R384', [12, 16]],
  ['V100', 'Volta', '7.0', 'gcn', 'R384', [16, 32], ['v100d', 'v100s', 'v100dx', 'v100x']],
  ['T4', 'Turing', '7.5', 'gc', 'R410', [16]],
  ['T4g', 'Turing', '7.5', 'gc', 'R460', [16]],
  ['Quadro RTX 6000', 'Turing', '7.5', 'gcn', 'R410', [24], ['rtx6000', 'rtx6000p']],
  ['Quadro RTX 8000', 'Turing', '7.5', 'gcn', 'R410', [48], ['rtx8000', 'rtx8000p']],
  ['A2', 'Ampere', '8.6', 'gc', 'R470', [16]],
  ['A10', 'Ampere', '8.6', 'gc', 'R460', [24]],
  ['A10G', 'Ampere', '8.6', 'gc', 'R470', [24]],
  ['A16', 'Ampere', '8.6', 'gc', 'R470', [16]],
  ['A30', 'Ampere', '8.0', 'cn', 'R460', [24]],
  ['A40', 'Ampere', '8.6', 'gcn', 'R460', [48]],
  ['A100', 'Ampere', '8.0', 'cn', 'R450', [40, 80], ['a100d', 'a100x', 'a100dx', 'a100xm', 'a100m40', 'a100m80']],
  ['RTX A5000', 'Ampere', '8.6', 'gcn', 'R460', [24], ['rtxa5000']],
  ['RTX A6000', 'Ampere', '8.6', 'gcn', 'R460', [48], ['rtxa6000']],
  ['L4', 'Ada', '8.9', 'gc', 'R525', [24]],
  ['L20', 'Ada', '8.9', 'gc', 'R550', [48]],
  ['L40', 'Ada', '8.9', 'gc', 'R525', [48]],
  ['L40S', 'Ada', '8.9', 'gc', 'R535', [48]],
  ['RTX 6000 Ada', 'Ada', '8.9', 'gc', 'R525', [48], ['rtx6000ada', 'rtx 6000 ada generation']],
  ['H100', 'Hopper', '9.0', 'cn', 'R525', [80, 94], ['h100l', 'h100xm', 'h100x', 'h100xl']],
  ['H200', 'Hopper', '9.0', 'cn', 'R550', [141], ['h200xm', 'h200x']],
  ['B200', 'Blackwell', '10.0', 'cn', 'R570', [180]],
  ['B300', 'Blackwell', '10.3', 'cn', 'R580', [270]],
  ['RTX PRO 4500', 'Blackwell', '12.0', 'gc', 'R570', [32]],
  [
    'RTX PRO 6000',
    'Blackwell',
    '12.0',
    'gc',
    'R570',
    [96],
    ['rtx pro server 6000', 'rtxpro6000', 'rtxpro6000blackwell'],
  ],
]

const amdRows: readonly Row[] = [
  ['Radeon Instinct MI25', 'Vega', null, 'gc', '', [16], ['mi25']],
  ['Instinct MI300X', 'CDNA 3', null, 'c', '', [192], ['mi300x']],
  ['Radeon Pro V520', 'RDNA', null, 'g', '', [8], ['v520']],
  ['Radeon Pro V620', 'RDNA 2', null, 'g', '', [32], ['v620']],
  ['Radeon Pro V710', 'RDNA 3', null, 'gc', '', [24], ['v710']],
]

const slices = (...rows: readonly (readonly [string, number, number])[]): readonly MigSlice[] =>
  rows.map(([name, memoryGiB, most]) => ({ name, memoryGiB, most }))

/** Without profiles that differ in more than compute from one listed (media extensions, 4g). */
const mig: Readonly<Record<string, GpuModel['mig']>> = {
  A30: { 24: slices(['1g.6gb', 6, 4], ['2g.12gb', 12, 2], ['4g.24gb', 24, 1]) },
  A100: {
    40: slices(['1g.5gb', 5, 7], ['2g.10gb', 10, 3], ['3g.20gb', 20, 2], ['7g.40gb', 40, 1]),
    80: slices(['1g.10gb', 10, 7], ['2g.20gb', 20, 3], ['3g.40gb', 40, 2], ['7g.80gb', 80, 1]),
  },
  H100: {
    80: slices(['1g.10gb', 10, 7], ['2g.20gb', 20, 3], ['3g.40gb', 40, 2], ['7g.80gb', 80, 1]),
    94: slices(['1g.12gb', 12, 7], ['2g.24gb', 24, 3], ['3g.47gb', 47, 2], ['7g.94gb', 94, 1]),
  },
  H200: { 141: slices(['1g.18gb', 18, 7], ['2g.35gb', 35, 3], ['3g.71gb', 71, 2], ['7g.141gb', 141, 1]) },
  B200: { 180: slices(['1g.23gb', 23, 7], ['2g.45gb', 45, 3], ['3g.90gb', 90, 2], ['7g.180gb', 180, 1]) },
  B300: { 270: slices(['1g.34gb', 34, 7], ['2g.67gb', 67, 3], ['3g.135gb', 135, 2], ['7g.269gb', 269, 1]) },
  'RTX PRO 6000': { 96: slices(['1g.24gb', 24, 4], ['2g.48gb', 48, 2], ['4g.96gb', 96, 1]) },
}

function modelOf(vendor: GpuVendor, row: Row): GpuModel {
  const [name, architecture, computeCapability, abilities, driver, memoryGiB, aliases = []] = row
  return {
    name,
    vendor,
    architecture,
    computeCapability,
    graphics: abilities.includes('g'),
    compute: abilities.includes('c'),
    nvlink: abilities.includes('n'),
    driver,
    memoryGiB,
    mig: mig[name] ?? {},
    aliases,
  }
}

export const gpuModels: readonly GpuModel[] = [
  ...nvidiaRows.map((row) => modelOf('nvidia', row)),
  ...amdRows.map((row) => modelOf('amd', row)),
]

const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()} `

/** The longest names first, so that "RTX 6000 Ada" is not read as a shorter one. */
const byWords: readonly (readonly [string, GpuModel])[] = gpuModels
  .flatMap((model) => [model.name, ...model.aliases].map((name) => [wordsOf(name), model] as const))
  .toSorted(([a], [b]) => b.length - a.length)

/** The model that a text names (`NVIDIA A100-SXM4-40GB`, `grid_a16-4q`, `GA102GL [A10]`); null for any other text. */
export function findGpuModel(text: string | null): GpuModel | null {
  if (text === null) return null
  const words = wordsOf(text.slice(0, 200))
  return byWords.find(([name]) => words.includes(name))?.[1] ?? null
}

/** Of a text that names no known model. */
export function vendorOf(text: string | null): GpuVendor | null {
  if (text === null) return null
  const known = findGpuModel(text)
  if (known) return known.vendor
  if (/\bnvidia\b|\btesla\b|\bquadro\b|\bgeforce\b|^grid[_ ]/i.test(text)) return 'nvidia'
  return /\bamd\b|\bradeon\b|\binstinct\b/i.test(text) ? 'amd' : null
}

/** The part of one GPU that a catalogue sells under a name like `L4 (1/8)`; 1 for a whole one. */
export function shareOf(model: string | null): number {
  const [, part, of] = /\((\d{1,3})\/(\d{1,3})\)/.exec(model ?? '') ?? []
  const share = Number(part) / Number(of)
  return share > 0 && share < 1 ? share : 1
}

/** Data sheets and devices count memory apart by up to a tenth: decimal units, and what error correction takes. */
const TOLERANCE = 0.12

/**
 * The memory that data sheets give to what is offered: 24 for an L4 that states 22.35, 3 for an eighth of it. Where none
 * is stated it is that in the name (`A100-SXM4-40GB`), else the most that is built of the model. Null where the model is
 * unknown, or states too different a figure to be the same thing.
 */
export function nominalMemoryGiB({ model, memoryGiB }: Pick<Accelerator, 'model' | 'memoryGiB'>): number | null {
  const known = findGpuModel(model)
  if (!known) return null
  const share = shareOf(model)
  const built = known.memoryGiB.map((whole) => whole * share)
  if (memoryGiB !== null) return nearest(built, memoryGiB)
  const named = /(?<![\d.])(\d{1,3}) ?gi?b\b/i.exec(model ?? '')?.[1]
  return (named === undefined ? null : nearest(built, Number(named))) ?? Math.max(...built)
}

function nearest(built: readonly number[], statedGiB: number): number | null {
  const near = built.toSorted((a, b) => Math.abs(a - statedGiB) - Math.abs(b - statedGiB))[0]
  return near !== undefined && Math.abs(near - statedGiB) <= near * TOLERANCE ? near : null
}
