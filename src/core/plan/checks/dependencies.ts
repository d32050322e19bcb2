import type { Check, CheckContext } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { PlannedVm } from '../../../model/plan.ts'

export const dependencies: Check = {
  title: 'What a VM needs is started before it, as the site is now.',
  codes: ['check.dependency-changed', 'check.dependency-unordered'],
  source: 'NIST SP 800-34 Rev. 1 (2010), 4.3.2: systems are recovered in an order that follows what they rest on',
  run: (context) => {
    const { plan, replanned } = context
    const before = new Map(plan.vms.map((vm) => [vm.vmId, vm]))
    const waves = new Map(plan.waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))
    return replanned.vms.flatMap((vm) => {
      const known = before.get(vm.vmId)
      if (!known) return []
      const fresh = vm.dependsOn.filter((id) => !known.dependsOn.includes(id))
      const gone = known.dependsOn.filter((id) => !vm.dependsOn.includes(id))
      if (fresh.length === 0 && gone.length === 0) return []
      return judged(vm, { fresh, gone, waves, context })
    })
  },
}

interface Needs {
  readonly fresh: readonly string[]
  readonly gone: readonly string[]
  readonly waves: ReadonlyMap<string, number>
  readonly context: CheckContext
}

function judged(vm: PlannedVm, { fresh, gone, waves, context }: Needs): Finding {
  const names = new Map([...context.plan.vms, ...context.replanned.vms].map(({ vmId, name }) => [vmId, name]))
  const nameOf = (id: string): string => names.get(id) ?? id
  const own = waves.get(vm.vmId)
  const late = fresh.filter((id) => (waves.get(id) ?? Number.POSITIVE_INFINITY) >= (own ?? 0))
  if (late.length === 0) {
    const changes = [
      ...(fresh.length > 0 ? [`needs ${fresh.map(nameOf).join(', ')}, which the plan starts before it`] : []),
      ...(gone.length > 0 ? [`no longer needs ${gone.map(nameOf).join(', ')}`] : []),
    ]
    return createFinding('check.dependency-changed', {
      subject: vm.name,
      message: `${vm.name} ${changes.join(', and ')} now. The order of the plan holds.`,
      suggestion: 'drplan plan takes it into the plan.',
      affected: [vm.vmId],
    })
  }
  const why = late.map((id) => {
    const wave = waves.get(id)
    return `${nameOf(id)}, which the plan ${wave === undefined ? 'does not start' : `starts in wave ${wave}`}`
  })
  return createFinding('check.dependency-unordered', {
    subject: vm.name,
    message: `${vm.name} (wave ${own ?? 'none'}) needs ${why.join(', and ')}: it comes up without it.`,
    suggestion: 'Run drplan plan: the waves, the runbooks and the times follow from it.',
    affected: [vm.vmId, ...late],
  })
}
