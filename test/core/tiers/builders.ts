/** Planned VMs with and without a tier; a test states only what it is about. */
import { proposeTiers, type Proposed } from '../../../src/core/tiers/propose-tiers.ts'
import { scopeSite } from '../../../src/core/scope/scope-site.ts'
import { configSchema, type Config } from '../../../src/model/config.ts'
import type { Site, Vm } from '../../../src/model/site.ts'
import { aSite, aVm } from '../../builders.ts'

const aConfig = (over: object = {}): Config =>
  configSchema.parse({
    schema: 'drplan/config@1',
    site: { id: 'test-site' },
    sources: [{ kind: 'inventory', path: 'site.yaml' }],
    target: { platform: 'aws', region: 'eu-west-1' },
    ...over,
  })

interface Proposing {
  readonly site?: Partial<Site>
  readonly config?: object
  readonly churn?: ReadonlyMap<string, number>
}

export function propose(
  vms: readonly Partial<Vm>[],
  { site: over = {}, config: settings = {}, churn = new Map() }: Proposing = {},
): Proposed {
  const site = aSite({ vms: vms.map((vm) => aVm(vm)), ...over })
  const config = aConfig(settings)
  return proposeTiers({ site, planned: scopeSite(site, config).planned, config, churn })
}

/** `tier confidence` by the id of each VM that got a proposal. */
export const tiersOf = ({ planned }: Proposed): Readonly<Record<string, string>> =>
  Object.fromEntries(
    planned.flatMap(({ vm, tierProposal }) =>
      tierProposal ? [[vm.id, `${tierProposal.tierId} ${tierProposal.confidence}`]] : [],
    ),
  )

export const reasonsOf = ({ planned }: Proposed, id: string): readonly string[] =>
  planned.find(({ vm }) => vm.id === id)?.tierProposal?.reasons ?? []
