/** What a finding may say is missing or guessed, and another source may know. */
export const factIds = [
  'application',
  /** Of a subnet; the others are of VMs. */
  'block',
  'disks',
  'firmware',
  'host',
  'interfaces',
  'memory',
  'os',
  'power',
  /** The route table of a subnet. */
  'routes',
  'used-space',
  'vcpus',
] as const
export type FactId = (typeof factIds)[number]
