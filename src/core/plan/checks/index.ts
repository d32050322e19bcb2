/** The checks of `drplan check`, in the order they run. */
import type { Check, CheckContext, CheckId } from '../../../model/check.ts'
import { compareFindings, type Finding } from '../../../model/finding.ts'
import { addresses } from './addresses.ts'
import { catalogueAge } from './catalogue-age.ts'
import { components } from './components.ts'
import { connections } from './connections.ts'
import { dependencies } from './dependencies.ts'
import { disks } from './disks.ts'
import { drills } from './drills.ts'
import { inputsChanged } from './inputs-changed.ts'
import { inventoryAge } from './inventory-age.ts'
import { network } from './network.ts'
import { objectives } from './objectives.ts'
import { outputs } from './outputs.ts'
import { permissions } from './permissions.ts'
import { promises } from './promises.ts'
import { quotaAge } from './quota-age.ts'
import { target } from './target.ts'
import { tiers } from './tiers.ts'
import { version } from './version.ts'
import { versions } from './versions.ts'
import { vmsChanged } from './vms-changed.ts'
import { vmsGone } from './vms-gone.ts'
import { vmsRenamed } from './vms-renamed.ts'
import { vmsUnprotected } from './vms-unprotected.ts'

export const checks = {
  addresses,
  'catalogue-age': catalogueAge,
  components,
  connections,
  dependencies,
  disks,
  drills,
  'inputs-changed': inputsChanged,
  'inventory-age': inventoryAge,
  network,
  objectives,
  outputs,
  permissions,
  promises,
  'quota-age': quotaAge,
  target,
  tiers,
  version,
  versions,
  'vms-changed': vmsChanged,
  'vms-gone': vmsGone,
  'vms-renamed': vmsRenamed,
  'vms-unprotected': vmsUnprotected,
} satisfies Record<CheckId, Check>

export const runChecks = (context: CheckContext): readonly Finding[] =>
  Object.values<Check>(checks)
    .flatMap((check) => check.run(context))
    .sort(compareFindings)
