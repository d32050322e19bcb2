/** What DRS is told on the day: every command has the shape of its API, and nothing that people named is in it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import type { RunbookParts } from '../../../src/model/runbook-parts.ts'
import type { RunbookCommand, RunbookStep } from '../../../src/model/runbook.ts'
import { awsRunbookParts } from '../../../src/targets/aws/runbook-parts.ts'
import { aMappedDisk, aPlan, aPlannedServer, hostileNames, type ServerParts } from '../../builders-plan.ts'
import { faultsOfCommand, faultsOfInput } from '../../support/aws-operations.ts'

const planWith = (...servers: readonly ServerParts[]): Plan => aPlan({ servers: servers.map(aPlannedServer) })

const pilots = (number: number): readonly ServerParts[] =>
  Array.from({ length: number }, (_, index) => ({ id: `vm-${index}`, strategy: 'pilot-light' as const }))

/** All of a plan, of the waves and modes that it has. */
const stepsOf = (plan: Plan): readonly RunbookStep[] => {
  const parts = awsRunbookParts(plan)
  const waves = plan.waves.length === 0 ? [1] : plan.waves.map(({ number }) => number)
  return [
    ...parts.prepare,
    ...parts.reserve,
    ...waves.flatMap((wave) => [...parts.recover(wave, 'drill'), ...parts.recover(wave, 'failover')]),
    ...parts.isolation,
    ...parts.cleanUp,
    ...parts.afterwards,
  ]
}

const commandsOf = (plan: Plan): readonly RunbookCommand[] =>
  [
    ...stepsOf(plan).flatMap(({ command, dryRun, undo }) => [command, dryRun, undo?.command ?? null]),
    ...awsRunbookParts(plan).parameters.map(({ found }) => found),
  ].filter((command) => command !== null)

/** What stands in for a value of the day. */
const valueOf = (parameter: string): string => {
  const id = '0123456789abcdef0'
  if (parameter.startsWith('drs_template_')) return `lt-${id}`
  return parameter.startsWith('drs_drill_') ? `i-${id}` : `s-${id}`
}
const argvOf = ({ argv }: RunbookCommand): readonly string[] =>
  argv.map((part) => (typeof part === 'string' ? part : `${part.before}${valueOf(part.parameter)}`))

const filesOf = ({ files }: RunbookParts): ReadonlyMap<string, unknown> =>
  new Map(files.map(({ path, contents }) => [`file://runbooks/${path}`, JSON.parse(contents)]))

const faultsIn = (plan: Plan): readonly string[] => {
  const files = filesOf(awsRunbookParts(plan))
  return commandsOf(plan)
    .map(argvOf)
    .flatMap((argv) => (argv[0] === 'terraform' ? [] : faultsOfCommand(argv, files)))
}

describe('commands', () => {
  test('have the shape of their APIs', () => {
    expect(faultsIn(aPlan())).toEqual([])
    expect(commandsOf(aPlan()).length).toBeGreaterThan(30)
  })

  test.each([
    [['drs', 'start-recovery', '--is-drill'], 'start-recovery.sourceServers is missing'],
    [['drs', 'start-recovery', '--source-server', 's-1'], '--source-server is unknown'],
    [
      ['drs', 'start-recovery', '--source-servers', 'sourceServerID=s-1'],
      'start-recovery.sourceServers[0].sourceServerID has another form',
    ],
    [
      ['drs', 'start-recovery', '--source-servers', 'id=s-0123456789abcdef0'],
      'start-recovery.sourceServers[0].id is unknown',
    ],
    [['ec2', 'describe-instances', '--filters', '[]'], 'describe-instances.Filters has 0 items'],
    [['ec2', 'describe-instances', '--output', 'yaml'], '--output has another form'],
    [['drs', 'failover-everything'], 'aws drs failover-everything is unknown'],
  ])('of another shape are noticed: %j', (words, fault) => {
    expect(faultsOfCommand(['aws', ...words])).toContain(fault)
  })

  test('read files that have the fields of the API', () => {
    const parts = awsRunbookParts(aPlan())

    expect(parts.files.map(({ path }) => path)).toEqual(['aws/launch/ledger.json'])
    for (const value of filesOf(parts).values())
      expect(faultsOfInput('drs', 'update-launch-configuration', value)).toEqual([])
    expect(faultsOfInput('drs', 'update-launch-configuration', { launchDisposition: 'RUNNING', copyIp: true })).toEqual(
      [
        'update-launch-configuration.launchDisposition is none of its words',
        'update-launch-configuration.copyIp is unknown',
      ],
    )
  })

  test('hold no name, whatever people call their machines', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...hostileNames, "a' || 'b", '`x`', '$(id)'), fc.string({ unit: 'binary' })),
        (name) => {
          const plan = planWith({ id: 'vm-1', name, strategy: 'pilot-light' })
          const key = plan.vms[0]?.key ?? ''
          const parts = awsRunbookParts(plan)
          const words = commandsOf(plan).flatMap(argvOf)
          const mayStand = name.length <= 3 || /^[A-Za-z0-9.-]+$/.test(name)

          expect(faultsIn(plan)).toEqual([])
          expect(parts.files.map(({ path }) => path)).toEqual([`aws/launch/${key}.json`])
          expect(mayStand ? [] : words.filter((word) => word.includes(name))).toEqual([])
          for (const { name: own } of parts.parameters) expect(own).toMatch(/^drs_[a-z0-9_]+$/)
        },
      ),
    )
  })
})

describe('a wave', () => {
  test('is launched in jobs of a hundred servers, five of them at a time', () => {
    const ids = awsRunbookParts(planWith(...pilots(601)))
      .recover(1, 'failover')
      .map(({ id }) => id.replace('recover.wave-1.', ''))
      .filter((id) => /^drs-(start|end)/.test(id))

    const five = [1, 2, 3, 4, 5]
    expect(ids).toEqual([
      ...five.map((number) => `drs-start-${number}`),
      ...five.map((number) => `drs-end-${number}`),
      'drs-start-6',
      'drs-start-7',
      'drs-end-6',
      'drs-end-7',
    ])
  })

  test('leaves every server to one job', () => {
    const starts = awsRunbookParts(planWith(...pilots(250)))
      .recover(1, 'failover')
      .filter(({ id }) => id.includes('drs-start'))

    const given = starts.flatMap(({ command }) => command?.argv.filter((part) => typeof part !== 'string') ?? [])
    expect(new Set(given.map(({ parameter }) => parameter)).size).toBe(250)
    expect(given).toHaveLength(250)
  })

  test('of a drill puts the closed group in front; that of a failover sees that none is left', () => {
    const parts = awsRunbookParts(planWith(...pilots(1)))

    expect(parts.recover(1, 'drill').map(({ id }) => id)).toEqual([
      'recover.wave-1.drs-version-drill.vm-0',
      'recover.wave-1.drs-default-drill.vm-0',
      'recover.wave-1.drs-start-1',
      'recover.wave-1.drs-end-1',
      'recover.wave-1.drs-ids',
      'recover.wave-1.drs-join',
    ])
    expect(parts.recover(1, 'failover')[0]).toMatchObject({ id: 'recover.wave-1.drs-settings', kind: 'check' })
    expect(parts.recover(2, 'failover')).toEqual([])
  })

  test('is handed over by a query as long as a command can hold it, and by hand after that', () => {
    const handed = (number: number) =>
      awsRunbookParts(planWith(...pilots(number)))
        .recover(1, 'failover')
        .find(({ id }) => id.endsWith('drs-ids'))

    expect(handed(500)).toMatchObject({
      kind: 'command',
      command: { outputTo: 'terraform/recovery/recovered.auto.tfvars.json' },
    })
    expect(handed(5000)).toMatchObject({ kind: 'manual', command: null })
  })

  test('names cards that forward, because launch templates cannot', () => {
    const step = awsRunbookParts(aPlan())
      .recover(1, 'failover')
      .find(({ id }) => id.endsWith('drs-forward'))

    expect(step?.instruction).toContain('card 1 of ledger (10.64.0.40)')
  })
})

describe('what is set while the primary site is well', () => {
  test('names disks that are not what DRS makes by itself', () => {
    const disks = [aMappedDisk(), aMappedDisk({ diskId: 'log', classId: 'io2', iops: 4000, boot: false })]
    const idsOf = (...given: typeof disks) =>
      awsRunbookParts(planWith({ id: 'db', strategy: 'pilot-light', disks: given })).prepare.map(({ id }) => id)

    expect(idsOf(...disks)).toContain('reserve.drs-volumes.db')
    expect(idsOf(aMappedDisk())).not.toContain('reserve.drs-volumes.db')
  })

  test('is the failover again once a drill was cleaned up', () => {
    const ids = awsRunbookParts(planWith(...pilots(1))).cleanUp.map(({ id }) => id)

    expect(ids).toEqual([
      'clean-up.drs-version-failover.vm-0',
      'clean-up.drs-default-failover.vm-0',
      'clean-up.drs-terminate-1',
      'clean-up.drs-gone',
      'clean-up.drs-ids',
    ])
  })

  test('is nothing where DRS launches nothing; a drill is looked at all the same', () => {
    const { prepare, cleanUp, afterwards, isolation, parameters, files } = awsRunbookParts(planWith({ id: 'one' }))

    expect([prepare, cleanUp, afterwards, parameters, files]).toEqual([[], [], [], [], []])
    expect(isolation).toHaveLength(2)
  })
})
