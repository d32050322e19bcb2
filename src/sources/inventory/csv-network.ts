/** The subnets that a CSV inventory names, in one VPC. */
import { formatCidr, overlaps, parseCidr, readCidr, type Cidr } from '../../model/cidr.ts'
import { emptyNetwork, type Network } from '../../model/network.ts'
import type { SourceRequest } from '../../model/source.ts'
import type { Vm } from '../../model/site.ts'
import type { Report } from '../report.ts'
import type { Cells } from './csv-row.ts'
import { compareText } from '../../model/text-order.ts'

interface PlacedCells {
  readonly cells: Cells
  readonly place: string
}

interface Context {
  readonly vms: readonly Vm[]
  readonly request: SourceRequest
  readonly report: Report
}

const vpcId = 'inventory'

/** A block is stated on any row of its subnet (`subnet_cidr`), or in drplan.yaml, which wins. */
export function buildNetwork(records: readonly PlacedCells[], { vms, request, report }: Context): Network {
  const ids = [...new Set(vms.flatMap((vm) => vm.nics.flatMap(({ subnetId }) => subnetId ?? [])))].toSorted(compareText)
  if (ids.length === 0) return emptyNetwork
  const stated = statedBlocks(records, report)
  for (const { name, block } of request.subnets) stated.set(name, parseCidr(block))
  const granted = new Map<string, Cidr>()
  for (const id of ids) grant(id, stated.get(id), { granted, report })
  return {
    ...emptyNetwork,
    vpcs: [{ id: vpcId, name: vpcId, blocks: [] }],
    subnets: ids.map((id) => ({
      id,
      name: id,
      vpcId,
      block: granted.get(id) ?? null,
      zone: null,
      gateway: null,
      routeTableId: null,
    })),
  }
}

function statedBlocks(records: readonly PlacedCells[], report: Report): Map<string, Cidr> {
  const stated = new Map<string, Cidr>()
  for (const { cells, place } of records.toSorted((a, b) => compareText(statement(a), statement(b)))) {
    const subnet = cells.get('subnet')
    const text = cells.get('subnet_cidr')
    if (subnet === undefined || text === undefined) continue
    const reading = readCidr(text)
    if (!reading.ok)
      report('site.value-invalid', {
        subject: subnet,
        message: `subnet_cidr: "${text}" is not a block: ${reading.fault}.`,
        suggestion: 'Write it as 10.0.1.0/24.',
        place,
      })
    else setBlock({ stated, subnet, block: reading.value, place, report })
  }
  return stated
}

/** Rows are taken in the order of what they state, so that their order in the file does not matter. */
const statement = ({ cells }: PlacedCells): string => `${cells.get('subnet') ?? ''}\n${cells.get('subnet_cidr') ?? ''}`

interface Statement {
  readonly stated: Map<string, Cidr>
  readonly subnet: string
  readonly block: Cidr
  readonly place: string
  readonly report: Report
}

function setBlock({ stated, subnet, block, place, report }: Statement): void {
  const known = stated.get(subnet)
  if (!known) stated.set(subnet, block)
  else if (formatCidr(known) !== formatCidr(block))
    report('site.conflict', {
      subject: subnet,
      message: `Subnet "${subnet}" has two blocks, ${formatCidr(known)} and ${formatCidr(block)}; the first is kept.`,
      suggestion: 'Correct subnet_cidr in one of the rows.',
      affected: [subnet],
      place,
    })
}

function grant(
  id: string,
  block: Cidr | undefined,
  { granted, report }: { granted: Map<string, Cidr>; report: Report },
): void {
  const holder = block && [...granted].find(([, other]) => overlaps(other, block))
  if (block && !holder) {
    granted.set(id, block)
    return
  }
  const why =
    block && holder ? `${formatCidr(block)} overlaps ${formatCidr(holder[1])} of "${holder[0]}"` : 'no row states it'
  report('network.subnet-unknown', {
    subject: id,
    message: `The block of subnet "${id}" is not known: ${why}.`,
    suggestion: 'Fill in subnet_cidr on one of its rows.',
    affected: [id],
  })
}
