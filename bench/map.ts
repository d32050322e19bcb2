/** How long it takes to map an estate: `node bench/map.ts [VMs]` prints milliseconds. The estate is the same every time. */
import { configSchema } from '../src/model/config.ts'
import { defaultTiers } from '../src/model/tier.ts'
import type { Demand } from '../src/model/forecast.ts'
import type { ScopedVm } from '../src/model/scoped-vm.ts'
import { mapSite } from '../src/core/mapping/map-site.ts'
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

const loading = performance.now()
const catalogue = awsTarget.loadCatalogue()
const estate = makeEstate(count)
const mapping = performance.now()
const step = mapSite({
  ...estate,
  catalogue,
  region: 'eu-west-1',
  policy,
  recovery,
  site: aSite({}),
  quotas: awsTarget.quotasOf(catalogue),
  zones: awsTarget.zones,
  kept: new Map(),
}).next()
if (step.done !== true) throw new Error('nothing is shared, and yet there is a question')
const result = step.value
const done = performance.now()
console.log(
  JSON.stringify({
    vms: count,
    assigned: result.mapping.assignments.length,
    unmapped: result.mapping.unmapped.length,
    standbyPerMonth: result.mapping.standbyPerMonth,
    loadMs: Math.round(mapping - loading),
    mapMs: Math.round(done - mapping),
  }),
)
