/** Which orchestrators an order can be written for. */
import { exportIds, type ExportId, type OrderToExport } from '../../model/order-export.ts'
import type { RunbookSettings } from '../../model/runbook-settings.ts'

interface Around {
  readonly settings: Pick<RunbookSettings, 'exports'>
  readonly order: OrderToExport
  /** Kinds of the sources of drplan.yaml. */
  readonly sources: readonly string[]
}

export interface ChosenExport {
  readonly id: ExportId
  /** Why it is not written; null = it is. */
  readonly unfit: string | null
}

/** Sorted. With `auto`, only those that fit; else all that were asked for. */
export function chooseExports({ settings, order, sources }: Around): readonly ChosenExport[] {
  const asked = settings.exports ?? 'auto'
  const all = exportIds.map((id) => ({ id, unfit: unfitOf(id, order, sources) }))
  return asked === 'auto' ? all.filter(({ unfit }) => unfit === null) : all.filter(({ id }) => asked.includes(id))
}

const awsRegion = /^[a-z]{2}-[a-z-]+-\d+$/
const vSphereSources: readonly string[] = ['rvtools', 'vsphere-json']

function unfitOf(id: ExportId, order: OrderToExport, sources: readonly string[]): string | null {
  if (order.vms.length === 0) return 'no VM is in a wave'
  const wanted = { asr: 'azure', arc: 'aws', ssm: 'aws', srm: null }[id]
  if (wanted !== null && order.target.id !== wanted) return `the target is not ${wanted}`
  if (id === 'srm')
    return sources.some((one) => vSphereSources.includes(one)) ? null : 'no source of the site is vSphere'
  if (id === 'asr') return order.replicated.length > 0 ? null : 'no VM is replicated'
  return id === 'ssm' || comesFromAws(order) ? null : 'the primary site is not another region of AWS'
}

const comesFromAws = ({ site, target }: OrderToExport): boolean =>
  site.region !== null && awsRegion.test(site.region) && site.region !== target.region
