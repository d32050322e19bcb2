/** The way home from what stands at the recovery site now, by an inventory of it. */
import { planFailback } from '../core/network/failback.ts'
import { InputError } from '../errors.ts'
import { readAddress } from '../model/address.ts'
import { ownersByAddress } from '../model/address-owners.ts'
import type { NamedFailback } from '../model/network-maps.ts'
import type { NetworkTranslation } from '../model/network-translation.ts'
import type { Site } from '../model/site.ts'
import { loadArtifact } from '../workspace/artifacts.ts'
import type { StepContext } from './context.ts'

export interface FailbackQuestion {
  readonly site: Site
  readonly translation: NetworkTranslation
  /** A site.json that `drplan monitor` made of the recovery site. */
  readonly recovered: string
}

/** Throws InputError `artifact.missing` where there is no such file, and what reading an artefact throws. */
export async function failback(
  { target }: Pick<StepContext, 'target'>,
  { site, translation, recovered }: FailbackQuestion,
): Promise<NamedFailback> {
  const stored = await loadArtifact(recovered, 'site')
  if (!stored)
    throw new InputError('artifact.missing', `There is no ${recovered}.`, {
      suggestions: ['drplan monitor --config recovery/drplan.yaml   makes site.json of the recovery site'],
    })
  const { vms } = stored.content
  const taken = [...ownersByAddress(site).keys()].flatMap((text) => {
    const address = readAddress(text)
    return address.ok ? [address.value] : []
  })
  return {
    ...planFailback({ translation, recovered: vms, taken, limits: target.networkLimits }),
    names: new Map([...site.vms, ...vms].map(({ id, name }) => [id, name])),
  }
}
