/**
 * The quotas that are read, by their codes in Service Quotas, and what of them is in use. Codes and groups of families:
 * "Amazon EC2 instance type quotas" (Amazon EC2 documentation), and the pages on quotas of EBS, VPC and Elastic Disaster
 * Recovery of the AWS General Reference, all of 2025.
 */

/** What is counted against a quota. */
export type Counted =
  /** vCPUs of instances on demand, of families by the letters that their names begin with. */
  | { readonly kind: 'vcpus'; readonly letters: readonly string[] }
  | { readonly kind: 'volume-tib'; readonly volumeType: string }
  | { readonly kind: 'network-interfaces' | 'public-addresses' }
  /** Nothing that these calls tell. */
  | { readonly kind: 'unknown' }

export interface KnownQuota {
  /** As the target has it; the code, where AWS has one of its own. */
  readonly id: string
  readonly code: string
  readonly service: string
  readonly counted: Counted
}

const vcpus = (code: string, letters: string): KnownQuota => ({
  id: code,
  code,
  service: 'ec2',
  counted: { kind: 'vcpus', letters: letters.split(' ') },
})

const storage = (code: string, volumeType: string): KnownQuota => ({
  id: code,
  code,
  service: 'ebs',
  counted: { kind: 'volume-tib', volumeType },
})

export const knownQuotas: readonly KnownQuota[] = [
  vcpus('L-1216C47A', 'a c d h i im is m r t z'),
  vcpus('L-DB2E81BA', 'g gr vt'),
  vcpus('L-417A185B', 'p'),
  vcpus('L-7295265B', 'x'),
  vcpus('L-43DA4232', 'u'),
  vcpus('L-74FC7D96', 'f'),
  vcpus('L-1945791B', 'inf'),
  vcpus('L-2C3B7624', 'trn'),
  vcpus('L-6E869C2A', 'dl'),
  vcpus('L-F7808C92', 'hpc'),
  storage('L-7A658B76', 'gp3'),
  storage('L-D18FCD1D', 'gp2'),
  storage('L-FD252861', 'io1'),
  storage('L-09BD8365', 'io2'),
  storage('L-82ACEF56', 'st1'),
  storage('L-17AF77E8', 'sc1'),
  storage('L-9CF3C2EB', 'standard'),
  { id: 'L-DF5E4CA3', code: 'L-DF5E4CA3', service: 'vpc', counted: { kind: 'network-interfaces' } },
  { id: 'L-0263D0A3', code: 'L-0263D0A3', service: 'ec2', counted: { kind: 'public-addresses' } },
  { id: 'drs:replicating-source-servers', code: 'L-C1D14A2B', service: 'drs', counted: { kind: 'unknown' } },
]

const servicesOf = (quotas: readonly KnownQuota[]): readonly string[] => [
  ...new Set(quotas.map(({ service }) => service)),
]

export const services = servicesOf(knownQuotas)

/** Those with quotas of which it can be told what is in use. */
export const servicesInUse = servicesOf(knownQuotas.filter(({ counted }) => counted.kind !== 'unknown'))
