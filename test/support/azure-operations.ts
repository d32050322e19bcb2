/**
 * Commands of the Azure CLI that runbooks use, and the bodies that they send. Options: Azure CLI reference (az rest, az account, az
 * vm, az network vnet peering), 2026. Bodies and their words: Site Recovery REST API 2025-08-01, Replication Recovery Plans, as
 * azure-mgmt-recoveryservicessiterecovery 2.0.0 (MIT) has it; read 2026-11.
 */
interface Command {
  readonly required: readonly string[]
  readonly options: Readonly<Record<string, RegExp>>
}

const query = /^\S[^\n]*$/
const name = /^[a-z0-9][a-z0-9-]*$/
const vault =
  '/subscriptions/\\{subscriptionId\\}/resourceGroups/[a-z0-9-]+/providers/Microsoft\\.RecoveryServices/vaults/[a-z0-9-]+'
const planOperation =
  'replicationRecoveryPlans/[a-z0-9-]+(/(unplannedFailover|testFailover|testFailoverCleanup|failoverCommit))?'

const commands: Readonly<Record<string, Command>> = {
  'az rest': {
    required: ['--method', '--url'],
    options: {
      '--method': /^(get|post)$/,
      '--url': new RegExp(
        `^https://management\\.azure\\.com${vault}/(${planOperation}|replicationJobs)\\?api-version=2025-08-01$`,
      ),
      '--body': /^@runbooks\/azure\/[a-z0-9-]+\.json$/,
      '--query': query,
    },
  },
  'az account show': { required: [], options: { '--output': /^table$/ } },
  'az vm list-usage': { required: ['--location'], options: { '--location': /^[a-z0-9]+$/, '--output': /^table$/ } },
  'az network vnet peering list': {
    required: ['--resource-group', '--vnet-name'],
    options: { '--resource-group': name, '--vnet-name': name, '--query': query },
  },
}

export function faultsOfAz(argv: readonly string[]): readonly string[] {
  const first = argv.findIndex((word) => word.startsWith('--'))
  const words = (first === -1 ? argv : argv.slice(0, first)).join(' ')
  const command = commands[words]
  if (!command) return [`${words} is unknown`]
  const rest = first === -1 ? [] : argv.slice(first)
  const given = new Map(
    rest.flatMap((word, index) => (index % 2 === 0 ? [[word, rest[index + 1] ?? ''] as const] : [])),
  )
  return [
    ...command.required.filter((option) => !given.has(option)).map((option) => `${option} is missing`),
    ...[...given].flatMap(([option, value]) => {
      const form = command.options[option]
      if (!form) return [`${option} is unknown`]
      return form.test(value) ? [] : [`${option} has another form`]
    }),
  ]
}

const direction = ['PrimaryToRecovery', 'RecoveryToPrimary']

/** By the name of the body, its members; null = any text. */
const bodies: Readonly<
  Record<string, Readonly<Record<string, { words: readonly string[] | null; required: boolean }>>>
> = {
  failover: {
    failoverDirection: { words: direction, required: true },
    sourceSiteOperations: { words: ['Required', 'NotRequired'], required: true },
    providerSpecificDetails: { words: null, required: false },
  },
  test: {
    failoverDirection: { words: direction, required: true },
    networkType: { words: null, required: true },
    networkId: { words: null, required: false },
    providerSpecificDetails: { words: null, required: false },
  },
  'clean-up': { comments: { words: null, required: false } },
}

const points = new Set(['Latest', 'LatestApplicationConsistent', 'LatestCrashConsistent', 'LatestProcessed'])

export function faultsOfBody(
  body: string,
  value: { readonly properties: Readonly<Record<string, unknown>> },
): readonly string[] {
  const members = bodies[body] ?? {}
  const details = (value.properties['providerSpecificDetails'] ?? []) as readonly Record<string, string>[]
  return [
    ...Object.entries(members)
      .filter(([member, { required }]) => required && !(member in value.properties))
      .map(([member]) => `${body}.${member} is missing`),
    ...Object.entries(value.properties).flatMap(([member, own]) => {
      const known = members[member]
      if (!known) return [`${body}.${member} is unknown`]
      return known.words && !known.words.includes(String(own)) ? [`${body}.${member} is none of its words`] : []
    }),
    ...details
      .filter(({ instanceType, recoveryPointType = '' }) => instanceType !== 'A2A' || !points.has(recoveryPointType))
      .map(() => `${body}.providerSpecificDetails is none of A2A`),
  ]
}
