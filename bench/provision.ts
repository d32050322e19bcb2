/**
 * How long the Terraform of a large plan takes: `node bench/provision.ts [VMs] [aws|azure]`. Written by drplan; then validated and
 * planned by the real terraform with the stand-in provider, where there is one on the PATH. The plan is the same every time.
 */
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseAddress } from '../src/model/address.ts'
import type { RecoveryStrategy } from '../src/model/tier.ts'
import { aMappedDisk, aPlan, aPlannedServer, type ServerParts } from '../test/builders-plan.ts'
import { anAzurePlan, anAzureServer } from '../test/builders-plan-azure.ts'
import { planResources, type PlanJson } from '../test/support/terraform/plan-resources.ts'
import { emitPlan } from '../test/support/terraform/templates.ts'
import { hasTerraform, runTerraform, startStandIn } from '../test/support/terraform/terraform.ts'

const LIMIT_SECONDS = 5
const count = Number(process.argv[2] ?? 2000)
const strategies: readonly RecoveryStrategy[] = ['backup-restore', 'pilot-light', 'warm-standby', 'hot-standby']
const clouds = {
  aws: {
    sizes: ['m7i.large', 'm7i.xlarge', 'c7i.2xlarge', 'r7i.xlarge', 't3.medium'],
    diskClass: 'gp3',
    planOf: (parts: readonly ServerParts[]) => aPlan({ servers: parts.map((part) => aPlannedServer(part)) }),
  },
  azure: {
    sizes: ['Standard_D2s_v5', 'Standard_D4s_v5', 'Standard_F8s_v2', 'Standard_E4s_v5', 'Standard_B2s'],
    diskClass: 'P10',
    planOf: (parts: readonly ServerParts[]) => anAzurePlan({ servers: parts.map((part) => anAzureServer(part)) }),
  },
}
const { sizes, diskClass: classId, planOf } = clouds[process.argv[3] === 'azure' ? 'azure' : 'aws']

const servers = Array.from({ length: count }, (_, index) => ({
  id: `vm-${index}`,
  name: `server ${index} of the ${['shop', 'ledger', 'wiki'][index % 3]}`,
  strategy: strategies[index % strategies.length] ?? 'backup-restore',
  offering: { componentId: sizes[index % sizes.length] ?? '' },
  disks: [
    aMappedDisk({ classId }),
    aMappedDisk({ classId, diskId: `data-${index}`, sizeGiB: 100 * (1 + (index % 8)), boot: false }),
  ],
  addresses: [{ to: parseAddress(`10.64.${16 + (index >> 8)}.${index & 255}`) }],
  ...(index % 4 === 0 && { backupIntervalMinutes: 1440 }),
}))
const plan = planOf(servers)

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(2)} s`

const start = performance.now()
const folder = emitPlan(plan)
const emitted = (performance.now() - start) / 1000
console.log(
  `${count} VMs written in ${emitted.toFixed(2)} s (${(emitted / LIMIT_SECONDS).toFixed(2)} of ${LIMIT_SECONDS} s)`,
)
for (const root of ['foundation', 'recovery']) {
  const { size } = statSync(join(folder, root, 'terraform.tfvars.json'))
  console.log(`${root}/terraform.tfvars.json: ${(size / 2 ** 20).toFixed(2)} MiB`)
}

if (hasTerraform) {
  const standIn = await startStandIn()
  const run = async (root: string, args: readonly string[], environment = {}): Promise<string> => {
    const { code, stdout, stderr } = await runTerraform(args, { cwd: join(folder, root), standIn, environment })
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${root}: ${stderr}`)
    return stdout
  }
  let handedOver = {}
  for (const root of ['foundation', 'recovery']) {
    await run(root, ['init', '-input=false'])
    const validating = performance.now()
    await run(root, ['validate'])
    const validated = seconds(validating)
    const planning = performance.now()
    await run(root, ['plan', '-input=false', '-out=plan.bin'], handedOver)
    const planned = seconds(planning)
    const resources = planResources(JSON.parse(await run(root, ['show', '-json', 'plan.bin'])) as PlanJson)
    console.log(`${root}: validate ${validated}, plan ${planned}, ${resources.length} resources`)
    if (root === 'recovery') break
    const applying = performance.now()
    await run(root, ['apply', '-input=false', 'plan.bin'])
    console.log(`${root}: apply ${seconds(applying)}`)
    handedOver = { TF_VAR_foundation: await run(root, ['output', '-json', 'foundation']) }
  }
  standIn.close()
} else console.log('terraform is not on the PATH: neither validated nor planned')
rmSync(folder, { recursive: true, force: true })
