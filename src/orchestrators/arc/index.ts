/** ARC Region switch, between two regions of AWS. */
import { jobLimits } from '../counts.ts'
import type { Orchestrator } from '../document.ts'
import { readArc } from './read.ts'
import { renderArc } from './write.ts'

const region = /^[a-z]{2}-[a-z-]+-\d+$/

export const arc: Orchestrator = {
  name: 'ARC Region switch',
  rules: [
    'Steps of a workflow follow one another.',
    'Steps of a Parallel block run side by side; a block holds no other block.',
    'A step that fails stops the run until somebody decides.',
  ],
  assumes: [
    'The Lambda function of a step returns once the VMs of the step run, and not before.',
    'Nobody skips a step, and the run is graceful: an ungraceful one skips Lambda steps.',
  ],
  source: 'Region switch developer guide and API reference',
  unfit: ({ vms, site, target }) => {
    if (vms.length === 0) return 'no VM is in a wave'
    if (target.id !== 'aws') return 'the target is not aws'
    const isOther = site.region !== null && region.test(site.region) && site.region !== target.region
    return isOther ? null : 'the primary site is not another region of AWS'
  },
  limits: jobLimits,
  write: renderArc,
  read: readArc,
}
