/**
 * How long it takes to map an estate: `node bench/map.ts [VMs]` prints milliseconds, for VMs that share nothing, that wait
 * for one another, and of whose ten most wanted components there are 30 % too few. The estate is the same every time.
 */
import { configSchema } from '../src/model/config.ts'
import { defaultTiers } from '../src/model/tier.ts'
import type { Demand } from '../src/model/forecast.ts'
import type { ScopedVm } from '../src/model/scoped-vm.ts'
import { mapSite } from '../src/core/mapping/map-site.ts'
import type { MapSiteInput } from '../src/core/mapping/draft-mapping.ts'
import { optimise } from '../src/core/mapping/optimise/optimise.ts'
import type { Mapping } from '../src/model/mapping.ts'
import { loadHighsSolver } from '../src/workers/highs-solver.ts'
import { awsTarget } from '../src/targets/aws/index.ts'
import { aDemand, aDisk, aNeed, aSite, aVm } from '../test/builders.ts'

/** A linear congruential generator (Numerical Recipes): the same numbers on every machine. */
function createDice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

function makeEstate(count: number): { vms: ScopedVm[]; demands: Map<string, Demand> } {
  const dice = createDice(7)
  const demands = new Map<string, Demand>()
  const vms = Array.from({ length: count }, (_, index): ScopedVm => {
    const id = `vm-${String(index).padStart(6, '0')}`
    const disks = Array.from({ length: 1 + dice(3) }, (_, disk) =>
      aDisk({ id: `disk-${disk}`, boot: disk === 0, capacityGiB: 20 + dice(500) }),
    )
    const iops = dice(2) === 0 ? null : aNeed(dice(6000), { basis: 'forecast' })
    demands.set(
      id,
      aDemand({ vmId: id, vcpus: aNeed(0.5 + dice(64)), memoryGiB: aNeed(1 + dice(512)), iops, diskMiBps: iops }),
    )
    const firmware = dice(3) === 0 ? 'bios' : 'uefi'
    return { vm: aVm({ id, disks, firmware }), tier: defaultTiers[dice(5)]!, application: 'bench' }
  })
  return { vms, demands }
}

const count = Number(process.argv[2] ?? 10_000)
const { mapping: policy, recovery } = configSchema.parse({
  schema: 'drplan/config@1',
  site: { id: 'bench' },
  sources: [{ kind: 'inventory', path: 'inventory.csv' }],
  target: { platform: 'aws', region: 'eu-west-1' },
})

const catalogue = awsTarget.loadCatalogue()
const estate = makeEstate(count)
const solver = await loadHighsSolver({ secondsPerQuestion: () => 60 })

/** Every third VM needs the one before it. */
const waiting = estate.vms.map((one, index) => {
  const before = estate.vms[index - 1]
  return index % 3 === 0 || !before ? one : { ...one, vm: { ...one.vm, dependsOn: [before.vm.id] } }
})

function run(name: string, over: Partial<MapSiteInput>): Mapping {
  const start = performance.now()
  const steps = mapSite({
    ...estate,
    catalogue,
    region: 'eu-west-1',
    policy,
    recovery,
    site: aSite({}),
    quotas: awsTarget.quotasOf(catalogue),
    zones: awsTarget.zones,
    kept: new Map(),
    ...over,
  })
  let [step, questions] = [steps.next(), 0]
  const options = { solver, seed: 1, targetGap: 0.001, shouldStop: () => false }
  for (; step.done !== true; questions++)
    step = steps.next(
      step.value.kind === 'assign'
        ? { optimised: optimise(step.value.instance, options), outOfTime: false }
        : solver.solveInteger(step.value.question),
    )
  const { mapping } = step.value
  const { status, gap } = mapping.solution
  const report = {
    name,
    vms: count,
    assigned: mapping.assignments.length,
    standbyPerMonth: mapping.standbyPerMonth,
    questions,
    status,
    gapPercent: gap === null ? null : Number((gap * 100).toFixed(3)),
    mapMs: Math.round(performance.now() - start),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }
  console.log(JSON.stringify(report))
  return mapping
}

const free = run('alone', {})
run('waiting', { vms: waiting })
const used = Map.groupBy(free.assignments, ({ offering }) => offering.componentId)
const scarce = [...used].toSorted(([, a], [, b]) => b.length - a.length).slice(0, 10)
const limits = scarce.map(([id, own]) => ({
  name: id,
  of: 'vms' as const,
  components: [id],
  most: Math.floor(own.length * 0.7),
}))
run('scarce', { policy: { ...policy, limits } })
