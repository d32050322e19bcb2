/** How long it takes to translate a network: `node bench/translate.ts [VMs]`. The estate is the same every time. */
import { proveNetwork } from '../src/core/network/prove-network.ts'
import { ruleGrowth, type Growth } from '../src/core/network/rule-growth.ts'
import { translateNetwork } from '../src/core/network/translate.ts'
import { parseAddress } from '../src/model/address.ts'
import { configSchema } from '../src/model/config.ts'
import type { Vm } from '../src/model/site.ts'
import { awsNetworkLimits } from '../src/targets/aws/limits.ts'
import { aNic, aVm } from '../test/builders.ts'
import { randomCompaction } from '../test/support/random-compaction.ts'
import { timeProof, timeScattered } from './proof/time.ts'
import { aGroup, aNetwork, aRule, aSubnet, aVpc, aRoute, aTable } from '../test/builders-network.ts'

const SUBNETS = 200
const RULES = 2000
const count = Number(process.argv[2] ?? 10_000)

const list = <Item>(length: number, make: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => make(index))

const network = aNetwork({
  vpcs: [aVpc('vpc-1', '10.100.0.0/16', '10.101.0.0/16', '10.102.0.0/16', '10.103.0.0/16')],
  subnets: list(SUBNETS, (index) => aSubnet(`s${index}`, `10.${100 + (index >> 6)}.${(index & 63) * 4}.0/22`)),
  routeTables: [aTable('rtb-1')],
  routes: ['10.100.0.0/16', '10.101.0.0/16', '10.102.0.0/16', '10.103.0.0/16'].map((block) =>
    aRoute(block, block, 'local'),
  ),
  securityGroups: list(100, (index) => aGroup(`sg-${index}`)),
  securityRules: [
    ...list(RULES, (index) =>
      aRule(`r${index}`, `10.${100 + (index & 3)}.${(index >> 2) & 255}.${4 + (index % 60)}/32`, {
        groupId: `sg-${index % 100}`,
      }),
    ),
    ...list(100, (index) =>
      aRule(`out${index}`, '0.0.0.0/0', { groupId: `sg-${index}`, direction: 'egress', protocol: 'any', ports: null }),
    ),
  ],
})

/** Hosts fill their /22 from its start, so that some land on addresses the target reserves. */
const vms = list(count, (index): Vm => {
  const subnet = index % SUBNETS
  const host = Math.floor(index / SUBNETS) + 1
  const address = `10.${100 + (subnet >> 6)}.${(subnet & 63) * 4 + (host >> 8)}.${host & 255}`
  const nic = aNic({
    id: `nic-${index}`,
    subnetId: `s${subnet}`,
    addresses: [parseAddress(address)],
    securityGroupIds: [`sg-${index % 100}`],
  })
  return aVm({ id: `vm-${index}`, nics: [nic] })
})

const { network: policy } = configSchema.parse({
  schema: 'drplan/config@1',
  site: { id: 'bench' },
  sources: [{ kind: 'inventory', path: 'none' }],
  target: { platform: 'aws', region: 'eu-central-1' },
})
const start = performance.now()
const { translation } = translateNetwork({
  vms,
  network,
  policy,
  limits: awsNetworkLimits,
  regions: { primary: 'eu-west-1', recovery: 'eu-central-1' },
})
const took = performance.now() - start
console.log(
  `${translation.addresses.length} addresses, ${SUBNETS} subnets, ${RULES} rules: ${took.toFixed(0)} ms, ${translation.moved.length} hosts moved`,
)

const proving = performance.now()
const proof = proveNetwork({ vms, network, translation, limits: awsNetworkLimits })
console.log(
  `proof of ${translation.addresses.length} cards in ${proof.classes.length} classes: ${proof.verdict}, ${(performance.now() - proving).toFixed(0)} ms`,
)
// A rule that is not at the recovery site, and one that is too wide: every class is then compared, and pairs of them.
const [, second, ...others] = translation.securityRules
const broken = { ...translation, securityRules: second ? [{ ...second, ports: null }, ...others] : [] }
const searching = performance.now()
const search = proveNetwork({ vms, network, translation: broken, limits: awsNetworkLimits })
console.log(
  `the same with one rule lost and one widened: ${search.verdict}, ${search.differences.length} differences, ${(performance.now() - searching).toFixed(0)} ms`,
)

// Rules over random blocks of a /20 whose hosts move into a /22 (test/core/network/compact.test.ts has the same).
for (const hosts of [200, 600, 900]) {
  const { named, ordered, handedOut } = randomCompaction({ hosts, rules: 400, seed: 5 })
  const shown = (growth: Growth | null): string => `mean ${growth?.mean.toFixed(1)}, most ${growth?.most}`
  console.log(
    `${hosts} hosts of a /20 in a /22, blocks for one of a rule: in their order ${shown(ruleGrowth(named, ordered))}; next free ${shown(ruleGrowth(named, handedOut))}`,
  )
}

// The time of a proof counts everything from rule lists to verdict.
for (const rules of [1000, 4000])
  for (const family of [4, 6] as const)
    for (const kind of ['allows', 'ordered'] as const) timeProof({ family, rules, kind })
timeScattered(10_000)
