/** Systems Manager Automation, with Elastic Disaster Recovery. */
import type { Limit } from '../../model/limit.ts'
import { jobLimits } from '../counts.ts'
import type { Orchestrator } from '../document.ts'
import { readSsm } from './read.ts'
import { renderSsm } from './write.ts'

/** CreateDocument: MaxDocumentSizeExceeded. */
const documentBytes: Limit = {
  value: 65_536,
  source: 'Systems Manager API, CreateDocument, "64 KB"',
  asOf: '2026-11-22',
}

export const ssm: Orchestrator = {
  name: 'Systems Manager Automation',
  rules: [
    'Steps follow one another as the document has them.',
    'A recovery job is started by one step and waited for by a later one; jobs in between run side by side.',
    'A step that fails ends the automation.',
  ],
  assumes: [
    'A pause is resumed when the step of the runbook is done, and not before.',
    'A job of Elastic Disaster Recovery that is COMPLETED may have servers that did not launch: the check of the wave finds them.',
  ],
  source: 'Systems Manager user guide, Automation actions reference; Elastic Disaster Recovery API, StartRecovery',
  unfit: ({ vms, target }) => {
    if (vms.length === 0) return 'no VM is in a wave'
    return target.id === 'aws' ? null : 'the target is not aws'
  },
  limits: (written) => [
    { what: 'bytes of the document', limit: documentBytes, found: written.bytes },
    ...jobLimits(written),
  ],
  write: renderSsm,
  read: readSsm,
}
