import type { Check, CheckContext } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { Demand } from '../../../model/forecast.ts'
import type { Plan } from '../../../model/plan.ts'
import type { Vm } from '../../../model/site.ts'
import { componentWords, costWords, madeBy, sameComponent, type MadeFor } from '../made-for.ts'

export const vmsChanged: Check = {
  title: 'Every planned VM still has the size that the plan was made for, or its component holds the new one.',
  codes: ['check.vm-changed', 'check.vm-outgrown'],
  source: 'NIST SP 800-34 Rev. 1 (2010), 3.6: a plan is kept current with the systems that it recovers',
  run: (context) => {
    const { plan, replanned, planned } = context
    const demands = new Map(plan.demands.map((demand) => [demand.vmId, demand]))
    const [before, now] = [madeBy(plan), madeBy(replanned)]
    const systems = systemChanges(plan, replanned)
    return planned.flatMap(({ vm }) => {
      const changes = [...sizeChanges(vm, demands.get(vm.id)), ...systems(vm.id)]
      if (changes.length === 0) return []
      return changed(vm, { changes, before: before(vm.id), now: now(vm.id), context })
    })
  },
}

interface Changed {
  readonly changes: readonly string[]
  readonly before: MadeFor
  readonly now: MadeFor
  readonly context: CheckContext
}

function changed({ id, name }: Vm, { changes, before, now, context }: Changed): Finding {
  const said = `${name} changed since the plan was made: ${changes.join('; ')}.`
  const forecast = context.forecastAgain ? '' : ' What it uses is taken as it was forecast for the plan.'
  if (sameComponent(before, now)) {
    return createFinding('check.vm-changed', {
      subject: name,
      message: `${said} It would still be recovered on ${componentWords(before)}.${forecast}`,
      suggestion: 'Nothing has to be done at once; drplan plan takes the new size into the plan.',
      affected: [id],
    })
  }
  const cost = costWords(before, now, context.plan.mapping.currency)
  return createFinding('check.vm-outgrown', {
    subject: name,
    message: `${said} The plan recovers it on ${componentWords(before)}; as it is now it would be ${componentWords(now)}${cost === '' ? '' : ` (${cost})`}.${forecast}`,
    suggestion: 'Run drplan plan, review the difference, and apply it.',
    affected: [id],
  })
}

function sizeChanges(vm: Vm, demand: Demand | undefined): readonly string[] {
  if (!demand) return []
  return [
    { what: 'vCPU', before: demand.vcpus.allocated, now: vm.vcpus },
    { what: 'memory GiB', before: demand.memoryGiB.allocated, now: vm.memoryGiB },
  ]
    .filter(({ before, now }) => before !== now)
    .map(({ what, before, now }) => `${what} ${before ?? 'unknown'} → ${now ?? 'unknown'}`)
}

/** What decides about images, drivers and licences. */
function systemChanges(plan: Plan, replanned: Plan): (vmId: string) => readonly string[] {
  const before = new Map(plan.vms.map((vm) => [vm.vmId, vm]))
  const now = new Map(replanned.vms.map((vm) => [vm.vmId, vm]))
  return (vmId) => {
    const [was, is] = [before.get(vmId), now.get(vmId)]
    if (!was || !is) return []
    return [
      { what: 'operating system', before: was.os, now: is.os },
      { what: 'firmware', before: was.firmware, now: is.firmware },
    ]
      .filter((fact) => fact.before !== fact.now)
      .map((fact) => `${fact.what} ${fact.before ?? 'unknown'} → ${fact.now ?? 'unknown'}`)
  }
}
