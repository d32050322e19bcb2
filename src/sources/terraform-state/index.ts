/** Terraform's knowledge of a site: states, and `terraform show -json` of a state or plan; virtual machines of AWS and Azure. */
import type { Network } from '../../model/network.ts'
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { buildAzureSite } from '../azure-site.ts'
import { findFiles } from '../files.ts'
import { readAnswers, reportUnread, unknownAnswer, type Item } from '../json-items.ts'
import { createReport, listed, type Report } from '../report.ts'
import { distinctVms, reportCaptureTime, reportVms } from '../vm-list.ts'
import { readAwsVms, type VmNotes } from './aws.ts'
import { readAwsNetwork } from './aws-network.ts'
import { readAzureParts, readAzureVms } from './azure.ts'
import { readDocument, type Document, type Resource } from './documents.ts'
import { isKnownType, sortResources } from './resources.ts'
import { compareText } from '../../model/text-order.ts'

const wanted = {
  test: (name: string) => /\.(tfstate|json)$/i.test(name),
  meaning: 'Terraform state (.tfstate or .json)',
}

export const terraformStateSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const items = await readResources(request, report)
  const resources = sortResources(items, report)
  const azure = buildAzureSite(readAzureParts(resources), report)
  const notes: VmNotes = { withoutSize: [] }
  const vms = distinctVms([...readAwsVms(resources, notes), ...readAzureVms(resources, azure.nics, notes)], report)
  const network = joinNetworks(readAwsNetwork(resources), azure.network)
  reportOthers(items, request, report)
  if (notes.withoutSize.length > 0)
    report('site.disks-missing', {
      subject: 'disk sizes',
      message: 'A disk of these VMs has no size in the state, so it is not in the plan.',
      suggestion: 'Refresh the state, or add the state that holds the disk.',
      affected: notes.withoutSize,
    })
  reportVms(vms, { sizes: 'A state has the type of a VM only; the catalogue knows the sizes of many types.' }, report)
  reportCaptureTime(request.shownPath, report)
  return {
    capturedAt: null,
    region: request.region ?? regionOf(vms),
    vms,
    network,
    advice: { securityGroups: howToAdd, subnets: howToAdd, vpcs: howToAdd },
    findings: findings(),
  }
}

/** The one that the zones of all instances of AWS begin with; several are none. */
function regionOf(vms: SiteReading['vms']): string | null {
  const regions = new Set(vms.flatMap((vm) => /^[a-z]{2}(?:-[a-z]+)+-\d+/.exec(vm.placement.zone ?? '')?.[0] ?? []))
  return regions.size === 1 ? ([...regions][0] ?? null) : null
}

async function readResources(request: SourceRequest, report: Report): Promise<readonly Item<Resource>[]> {
  const answers = await readAnswers(await findFiles(request, wanted))
  const documents = answers.map((answer) => ({ shown: answer.file.shown, document: readDocument(answer) }))
  if (documents.every(({ document }) => document === null))
    throw unknownAnswer(
      documents[0]?.shown ?? request.shownPath,
      'a Terraform state or the output of terraform show -json',
      'Write it with: terraform show -json > state.json',
    )
  for (const { shown, document } of documents) {
    if (document === null) reportUnread(shown, report)
    else reportShape(document, shown, report)
  }
  return documents.flatMap(({ document }) => document?.resources ?? [])
}

function reportShape({ notes }: Document, shown: string, report: Report): void {
  if (notes.includes('planned'))
    report('site.guessed', {
      subject: shown,
      message:
        'The file is a plan with nothing in place yet: what it would create was read, without ids and addresses.',
      suggestion: 'Apply it and write the state: terraform show -json > state.json',
      place: shown,
    })
  if (notes.includes('version-3'))
    report('site.guessed', {
      subject: shown,
      message:
        'The state is of version 3 (Terraform before 0.12), whose flat attributes were put together again as well as they go.',
      suggestion: 'Upgrade it: terraform 0.12 writes version 4 after terraform apply -refresh-only.',
      place: shown,
    })
}

/** Rules are known where every cloud that has groups in the state has them known. */
function joinNetworks(aws: ReturnType<typeof readAwsNetwork>, azure: Network): Network {
  const byId = (a: { id: string }, b: { id: string }): number => compareText(a.id, b.id)
  const isKnown = azure.securityGroups.length === 0 ? aws.securityGroups.length > 0 : azure.rulesKnown
  return {
    ...azure,
    vpcs: [...aws.vpcs, ...azure.vpcs].toSorted(byId),
    subnets: [...aws.subnets, ...azure.subnets].toSorted(byId),
    securityGroups: [...aws.securityGroups, ...azure.securityGroups].toSorted(byId),
    securityRules: isKnown ? [...aws.securityRules, ...azure.securityRules].toSorted(byId) : [],
    rulesKnown: isKnown,
  }
}

const howToAdd = 'Add the state of the network to the folder.'

/** By type only: names and attributes of what is not read are nobody's business. */
function reportOthers(items: readonly Item<Resource>[], request: SourceRequest, report: Report): void {
  const types = [...new Set(items.map(({ value }) => value.type))]
    .filter((type) => !isKnownType(type))
    .toSorted(compareText)
  if (types.length > 0)
    report('site.not-a-vm', {
      subject: 'other resources',
      message: `Resources of ${types.length} types are not read: ${listed(types, 20)}.`,
      suggestion: 'Databases, load balancers and the like are planned apart.',
      place: request.shownPath,
    })
}
