/** The flags that the commands of the catalogue share, and what they mean. */
import * as Flags from '@oclif/core/flags'
import { InputError } from '../errors.ts'
import { parseRange, sortOrders, type ComponentFilter, type Range } from '../model/component-filter.ts'
import { targetIds } from '../model/target-id.ts'

/** Throws InputError `cli.usage`. */
function readRange(text: string): Range {
  const range = parseRange(text)
  if (range) return range
  throw new InputError('cli.usage', `${text} is neither a number nor a range.`, {
    suggestions: ['Write 4 for exactly 4, 4..8 for both and all between, 4.. for 4 or more, ..8 for 8 or less.'],
  })
}

const range = Flags.custom<Range>({ helpValue: 'N|N..M', parse: async (text) => readRange(text) })

const amount = Flags.custom<number>({
  helpValue: 'USD',
  parse: async (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value
    throw new InputError('cli.usage', `${text} is not a price.`, { suggestions: ['Write it as --max-price 0.25.'] })
  },
})

export const targetFlag = {
  target: Flags.option({
    options: targetIds,
    description: 'the platform [default: that of drplan.yaml, else the first]',
  })(),
}

export const filterFlags = {
  vcpus: range({ description: 'vCPU: 4 is exactly 4; 4..8, 4.. and ..8 are ranges' }),
  memory: range({ description: 'memory in GiB, the same way' }),
  architecture: Flags.option({ options: ['x86_64', 'arm64'] as const, description: 'of the processor' })(),
  family: Flags.string({ description: 'the family; * and ? are wildcards' }),
  gpus: range({ description: 'how many GPUs; 0 = without' }),
  'gpu-memory': range({ description: 'memory of all GPUs together in GiB' }),
  burstable: Flags.boolean({
    allowNo: true,
    description: 'only those with a share of their CPU for ever, or none of them',
  }),
  'bare-metal': Flags.boolean({ allowNo: true, description: 'only machines without a hypervisor, or none of them' }),
  current: Flags.boolean({ allowNo: true, description: 'only the current generation, or only previous ones' }),
  'max-price': amount({ description: 'at most so much an hour' }),
  sort: Flags.option({ options: sortOrders, default: 'price' as const, description: 'what comes first' })(),
}

type Nullable = Exclude<keyof ComponentFilter, 'sort'>

/** Which flag asks for what. */
const flagOf = {
  vcpus: 'vcpus',
  memoryGiB: 'memory',
  architecture: 'architecture',
  family: 'family',
  gpus: 'gpus',
  gpuMemoryGiB: 'gpu-memory',
  burstable: 'burstable',
  bareMetal: 'bare-metal',
  current: 'current',
  maxPerHour: 'max-price',
} as const satisfies Record<Nullable, keyof typeof filterFlags>

type FilterValues = { readonly [Key in Nullable as (typeof flagOf)[Key]]?: ComponentFilter[Key] | undefined } & Pick<
  ComponentFilter,
  'sort'
>

/** What was not asked is null. */
export function filterOf(flags: FilterValues): ComponentFilter {
  const asked = Object.entries(flagOf).map(([key, flag]) => [key, flags[flag] ?? null])
  return { ...(Object.fromEntries(asked) as Pick<ComponentFilter, Nullable>), sort: flags.sort }
}
