/** The platforms drplan plans for, each loaded when it is asked for. */
import type { Target } from '../model/target.ts'
import type { TargetId } from '../model/target-id.ts'

const targets = {
  aws: async () => (await import('./aws/index.ts')).awsTarget,
  azure: async () => (await import('./azure/index.ts')).azureTarget,
} satisfies Record<TargetId, () => Promise<Target>>

export const loadTarget = (id: TargetId): Promise<Target> => targets[id]()
