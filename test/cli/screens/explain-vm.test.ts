import { describe, expect, test } from 'vitest'
import { explainScreen } from '../../../src/cli/screens/explain-vm.ts'
import { createFinding } from '../../../src/model/finding.ts'
import type { Explanation } from '../../../src/model/vm-explanation.ts'
import { anExplanation, anOutcome } from '../../builders-explain.ts'

const frame = (explanation: Explanation, width = 80): readonly string[] =>
  explainScreen(explanation, width).map((line) => line.replaceAll('\u00a0', ' '))

const linesWith = (explanation: Explanation, text: string | RegExp): readonly string[] =>
  frame(explanation, 100).filter((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)))

describe('an explained VM', () => {
  test('at 60 cells', () => {
    expect(frame(anExplanation(), 60)).toEqual([
      '  db-01   shop, tier 3 (deferrable)',
      '',
      '  Promised     RTO 24 h, RPO 24 h',
      '               the tier is given by assign[2] of drplan.yaml',
      '  By model     RTO 43 min, RPO 12 h 30 min',
      '               detect 2 min + declare 10 min + restore',
      '               15 min',
      '  Application  ● kept',
      '               web-01 waits for db-01 until 42 min',
      '  CPU          1.52 vCPU',
      '               1.29 vCPU is the P95 over 28 d (band 1.24 to',
      '               1.3); with 15 % kept free, 1.52 vCPU are',
      '               needed; 4 are allocated.',
      '  Memory       8 GiB',
      '               its allocation of 8 GiB, because there are',
      '               too few samples to size it by.',
      '  Confidence   low',
      '               8 more days of samples',
      '',
      '  Component',
      '  m7i.large in backup and restore is the cheapest of 449',
      '  components that hold the demand.',
      '  Next cheaper: c7i.large at 0.0900 USD/h on the day is',
      '  short by 0.3 GiB of memory.',
      '  Of 1,024 components sold in eu-west-1, 449 hold the',
      '  demand.',
      '',
      '  what keeps components out  needed           components',
      '  architecture               x86_64                  284',
      '  memory                     8 GiB of memory         254',
      '',
      '  Strategies',
      '  strategy           RTO  USD/month  verdict',
      '  hot-standby      4 min     228.29  not allowed',
      '  pilot-light     30 min      49.00  dearer',
      '  backup-restore  43 min       9.67  chosen',
      '  Times without waiting for others. USD/month while standing',
      '  by, USD/h on the day.',
      '',
      '  What would change the choice',
      '  – With 0.3 GiB of memory less (8 instead of 8.3):',
      '    c7i.large in backup-restore, saves 12 USD a month on the',
      '    day.',
      '  – With an RTO of 43 min instead of 30 min: m7i.large in',
      '    backup-restore, saves 39 USD a month while standing by,',
      '    costs 7.30 USD a month more on the day.',
      '',
      '  Cost',
      '  what               quantity  unit       amount',
      '  backup storage          179  GiB-month    9.67  USD/month',
      '  total standing by                         9.67  USD/month',
      '  m7i.large                 1  h          0.1000  USD/h',
      '  gp3 volumes              50  GiB-hour   0.0071  USD/h',
      '  total on the day                        0.1071  USD/h',
      '  List prices, the oldest of 2026-01-01; 730 h a month,',
      '  without transfer and tax.',
      '',
      '  Disks',
      '  disk     GiB  becomes            GiB          IOPS',
      '  system    50  gp3                 50  of the class',
      '  scratch   20  local disk, empty    –  of the class',
      '',
      '  Addresses',
      '  primary     recovery     subnet  to block       rule',
      '  10.20.1.21  10.120.1.21  data    10.120.1.0/24  explicit',
      '',
      '  Order',
      '  Wave 2: it starts 12 min after the disaster, and is back',
      '  after 42 min.',
      '                 VM      tier  back after',
      '  waits for      id-01      0       4 min',
      '  waited for by  web-01     3       never',
      '',
      '  Findings about it',
      '  None.',
    ])
  })

  test('at 80 cells', () => {
    expect(frame(anExplanation(), 80)).toEqual([
      '  db-01   shop, tier 3 (deferrable)',
      '',
      '  Promised     RTO 24 h, RPO 24 h            the tier is given by assign[2] of',
      '                                             drplan.yaml',
      '  By model     RTO 43 min, RPO 12 h 30 min   detect 2 min + declare 10 min +',
      '                                             restore 15 min',
      '  Application  ● kept                        web-01 waits for db-01 until 42 min',
      '  CPU          1.52 vCPU                     1.29 vCPU is the P95 over 28 d',
      '                                             (band 1.24 to 1.3); with 15 % kept',
      '                                             free, 1.52 vCPU are needed; 4 are',
      '                                             allocated.',
      '  Memory       8 GiB                         its allocation of 8 GiB, because',
      '                                             there are too few samples to size',
      '                                             it by.',
      '  Confidence   low                           8 more days of samples',
      '',
      '  Component',
      '  m7i.large in backup and restore is the cheapest of 449 components that hold',
      '  the demand.',
      '  Next cheaper: c7i.large at 0.0900 USD/h on the day is short by 0.3 GiB of',
      '  memory.',
      '  Of 1,024 components sold in eu-west-1, 449 hold the demand.',
      '',
      '  what keeps components out  needed           components  nothing else does',
      '  architecture               x86_64                  284                  –',
      '  memory                     8 GiB of memory         254                103',
      '',
      '  Strategies',
      '  strategy           RTO          RPO  component  USD/month   USD/h  verdict',
      '  hot-standby      4 min        1 min  m7i.large     228.29  0.1071  not allowed',
      '  pilot-light     30 min        1 min  m7i.large      49.00  0.1071  dearer',
      '  backup-restore  43 min  12 h 30 min  m7i.large       9.67  0.1071  chosen',
      '  Times without waiting for others. USD/month while standing by, USD/h on the',
      '  day.',
      '',
      '  What would change the choice',
      '  – With 0.3 GiB of memory less (8 instead of 8.3): c7i.large in backup-restore,',
      '    saves 12 USD a month on the day.',
      '  – With an RTO of 43 min instead of 30 min: m7i.large in backup-restore, saves',
      '    39 USD a month while standing by, costs 7.30 USD a month more on the day.',
      '',
      '  Cost',
      '  what               quantity  unit       unit price  amount',
      '  backup storage          179  GiB-month       0.054    9.67  USD/month',
      '  total standing by                                     9.67  USD/month',
      '  m7i.large                 1  h                 0.1  0.1000  USD/h',
      '  gp3 volumes              50  GiB-hour    0.0001425  0.0071  USD/h',
      '  total on the day                                    0.1071  USD/h',
      '  List prices, the oldest of 2026-01-01; 730 h a month, without transfer and',
      '  tax.',
      '',
      '  Disks',
      '  disk     GiB  becomes            GiB          IOPS         MiB/s',
      '  system    50  gp3                 50  of the class  of the class',
      '  scratch   20  local disk, empty    –  of the class  of the class',
      '',
      '  Addresses',
      '  primary     recovery     subnet  from block    to block       rule',
      '  10.20.1.21  10.120.1.21  data    10.20.1.0/24  10.120.1.0/24  explicit',
      '',
      '  Order',
      '  Wave 2: it starts 12 min after the disaster, and is back after 42 min.',
      '                 VM      tier  back after',
      '  waits for      id-01      0       4 min',
      '  waited for by  web-01     3       never',
      '',
      '  Findings about it',
      '  None.',
    ])
  })

  test('at 100 cells', () => {
    expect(frame(anExplanation(), 100)).toEqual([
      '  db-01   shop, tier 3 (deferrable)',
      '',
      '  Promised     RTO 24 h, RPO 24 h            the tier is given by assign[2] of drplan.yaml',
      '  By model     RTO 43 min, RPO 12 h 30 min   detect 2 min + declare 10 min + restore 15 min',
      '  Application  ● kept                        web-01 waits for db-01 until 42 min',
      '  CPU          1.52 vCPU                     1.29 vCPU is the P95 over 28 d (band 1.24 to 1.3); with',
      '                                             15 % kept free, 1.52 vCPU are needed; 4 are allocated.',
      '  Memory       8 GiB                         its allocation of 8 GiB, because there are too few',
      '                                             samples to size it by.',
      '  Confidence   low                           8 more days of samples',
      '',
      '  Component',
      '  m7i.large in backup and restore is the cheapest of 449 components that hold the demand.',
      '  Next cheaper: c7i.large at 0.0900 USD/h on the day is short by 0.3 GiB of memory.',
      '  Of 1,024 components sold in eu-west-1, 449 hold the demand.',
      '',
      '  what keeps components out  needed           components  nothing else does',
      '  architecture               x86_64                  284                  –',
      '  memory                     8 GiB of memory         254                103',
      '',
      '  Strategies',
      '  strategy           RTO          RPO  component  USD/month   USD/h  verdict',
      '  hot-standby      4 min        1 min  m7i.large     228.29  0.1071  not allowed',
      '  pilot-light     30 min        1 min  m7i.large      49.00  0.1071  dearer',
      '  backup-restore  43 min  12 h 30 min  m7i.large       9.67  0.1071  chosen',
      '  Times without waiting for others. USD/month while standing by, USD/h on the day.',
      '',
      '  What would change the choice',
      '  – With 0.3 GiB of memory less (8 instead of 8.3): c7i.large in backup-restore, saves 12 USD a',
      '    month on the day.',
      '  – With an RTO of 43 min instead of 30 min: m7i.large in backup-restore, saves 39 USD a month while',
      '    standing by, costs 7.30 USD a month more on the day.',
      '',
      '  Cost',
      '  what               quantity  unit       unit price  amount',
      '  backup storage          179  GiB-month       0.054    9.67  USD/month',
      '  total standing by                                     9.67  USD/month',
      '  m7i.large                 1  h                 0.1  0.1000  USD/h',
      '  gp3 volumes              50  GiB-hour    0.0001425  0.0071  USD/h',
      '  total on the day                                    0.1071  USD/h',
      '  List prices, the oldest of 2026-01-01; 730 h a month, without transfer and tax.',
      '',
      '  Disks',
      '  disk     GiB  becomes            GiB          IOPS         MiB/s',
      '  system    50  gp3                 50  of the class  of the class',
      '  scratch   20  local disk, empty    –  of the class  of the class',
      '',
      '  Addresses',
      '  primary     recovery     subnet  from block    to block       rule',
      '  10.20.1.21  10.120.1.21  data    10.20.1.0/24  10.120.1.0/24  explicit',
      '',
      '  Order',
      '  Wave 2: it starts 12 min after the disaster, and is back after 42 min.',
      '                 VM      tier  back after',
      '  waits for      id-01      0       4 min',
      '  waited for by  web-01     3       never',
      '',
      '  Findings about it',
      '  None.',
    ])
  })

  test('has no line that is wider than the screen, whatever its names are', () => {
    const name = `\u001B[31m${'ünï-'.repeat(60)}\u202E`
    const base = anExplanation()
    const long = anExplanation({
      name,
      application: name,
      tier: { ...base.tier, name },
      disks: base.disks.map((disk) => ({ ...disk, name })),
      addresses: base.addresses.map((address) => ({ ...address, subnet: name })),
      order: { ...base.order, waitsFor: base.order.waitsFor.map((one) => ({ ...one, name })) },
      findings: [createFinding('plan.dependency-tier', { subject: name, message: name, affected: ['vm-1'] })],
    })

    for (const width of [60, 80, 100]) {
      const lines = frame(long, width)

      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
      for (const escape of ['\u001B', '\u202E']) expect(lines.join('')).not.toContain(escape)
    }
  })

  test.each([
    [{ kind: 'source' }, 'given by its source'],
    [{ kind: 'rule', rule: 0 }, 'given by assign[0] of drplan.yaml'],
    [{ kind: 'default' }, 'the standard one (defaultTier)'],
    [{ kind: 'unknown', asked: 'gold' }, 'it asks for "gold", which does not exist'],
  ] as const)('says where its tier comes from: %j', (tierOrigin, expected) => {
    expect(frame(anExplanation({ tierOrigin }), 100).join(' ').replaceAll(/\s+/g, ' ')).toContain(expected)
  })

  test('says why a tier is proposed, where it is used and where it is not', () => {
    const tierProposal = { tierId: '1', confidence: 'medium', reasons: ['It has a public address.'] } as const

    const used = frame(anExplanation({ tierOrigin: { kind: 'proposed' }, tierProposal }), 100).join('\n')
    const suggested = frame(anExplanation({ tierOrigin: { kind: 'default' }, tierProposal }), 100).join('\n')

    expect(used).toMatch(/the tier is proposed \(medium\): It has a public address\./)
    expect(used).not.toMatch(/^ {2}Proposed/m)
    expect(suggested).toMatch(/^ {2}Proposed +tier 1 +medium: It has a public address\./m)
  })

  test('without a component says what binds, and has no cost and no wave', () => {
    const lost = anExplanation({
      assignment: null,
      unmapped: {
        vmId: 'vm-1',
        tierId: '3',
        constraint: 'memory',
        needed: '900 GiB of memory',
        available: '768 GiB of memory (r7i.24xlarge)',
        reason: 'Memory decides: r7i.24xlarge meets everything else, but is short by 132 GiB of memory.',
      },
      disks: [],
      addresses: [],
      order: { wave: null, times: null, waitsFor: [], waitedForBy: [] },
    })

    const lines = frame(lost, 100)

    expect(lines).toEqual(
      expect.arrayContaining([
        '  By model     no component         see the reason below',
        '  None. Memory decides: r7i.24xlarge meets everything else, but is short by 132 GiB of memory.',
        '  Needed: 900 GiB of memory. Available: 768 GiB of memory (r7i.24xlarge).',
        '  Nothing stands by, and nothing comes back.',
        '  None are known: the cost is without storage.',
        '  None: it has no place in the network of the recovery site.',
        '  It is in no wave, having no component. Nothing waits for it, and it waits for nobody.',
      ]),
    )
  })

  test('without a demand compares nothing', () => {
    const lines = frame(anExplanation({ demand: null, choice: null }), 100)

    expect(lines).toContain('  Nothing can be sized, so nothing was compared.')
    expect(lines.join('\n')).toMatch(/Demand +unknown +nothing is known that it could be sized by/)
  })

  test('says why each cheaper strategy is not taken, and what the nearest misses where none keeps the promise', () => {
    const { choice } = anExplanation()
    const strategies = [
      anOutcome({ strategy: 'hot-standby', verdict: 'misses', rtoExcessMinutes: 4, standbyPerMonth: 100 }),
      anOutcome({ strategy: 'pilot-light', verdict: 'chosen', rtoExcessMinutes: 3, standbyPerMonth: 49 }),
      anOutcome({ verdict: 'not-allowed', rtoExcessMinutes: 13, rpoExcessMinutes: 745 }),
    ]

    const lines = frame(anExplanation({ choice: choice && { ...choice, strategies } }), 100)

    expect(lines.slice(lines.indexOf('  Strategies') + 2, lines.indexOf('  What would change the choice') - 1)).toEqual(
      [
        '  hot-standby     43 min  1 min  m7i.large     100.00  0.1071  misses',
        '  pilot-light     43 min  1 min  m7i.large      49.00  0.1071  nearest',
        '  backup-restore  43 min  1 min  m7i.large       9.67  0.1071  not allowed',
        '  Times without waiting for others. USD/month while standing by, USD/h on the day.',
        '  No allowed strategy keeps the promise: pilot-light misses the RTO by 3 min.',
        '  hot-standby misses the RTO by 4 min.',
        '  backup-restore saves 39 USD a month, but is not allowed in tier 3 and misses the RTO by 13 min and',
        '  the RPO by 12 h 25 min.',
      ],
    )
  })

  test('says by how much it is late, waiting included', () => {
    const { order, tier } = anExplanation()
    const times = { startMinutes: 42, endMinutes: 72, servedMinutes: 73, waitsLastFor: 'id-01' }

    const late = anExplanation({ tier: { ...tier, rtoMinutes: 30 }, order: { ...order, times } })

    expect(linesWith(late, /By model +RTO 73 min, RPO 12 h 30 min +late by 43 min: detect 2 min/)).toHaveLength(1)
  })

  test('says for whom it waits', () => {
    const { order } = anExplanation()
    const times = { startMinutes: 42, endMinutes: 72, servedMinutes: 73, waitsLastFor: 'id-01' }

    expect(linesWith(anExplanation({ order: { ...order, times } }), 'waits for id-01 until 42 min')).toHaveLength(1)
  })

  test('counts neighbours and findings beyond the first', () => {
    const { order } = anExplanation()
    const many = Array.from({ length: 13 }, (_, index) => ({
      vmId: `v${index}`,
      name: `n-${index}`,
      tierId: '3',
      endMinutes: 1,
    }))
    const finding = createFinding('map.objective-missed', {
      subject: 'db-01',
      message: 'Too late.',
      affected: ['vm-1'],
    })

    const busy = anExplanation({ order: { ...order, waitedForBy: many }, findings: [finding] })

    expect(linesWith(busy, '… it is waited for by 3 VMs more: --json')).toHaveLength(1)
    expect(frame(busy, 100).slice(-4)).toEqual([
      '  Findings about it: 1 finding',
      '',
      '  ■ error map.objective-missed db-01',
      '    Too late.',
    ])
  })
})

test('a VM that the plan leaves out is said with the reason', () => {
  expect(frame({ vmId: 'vm-9', name: 'lab-1', excluded: 'it is powered off' }, 80)).toEqual([
    '  lab-1 is not planned: it is powered off.',
    '',
    '  Next  drplan monitor --all   what was read, and what was left out',
  ])
})

describe('whether it can run there', () => {
  test('is said with the rules that apply, and by whom one is waived', () => {
    const vm = anExplanation({
      compatibility: {
        vmId: 'vm-1',
        verdict: 'conditional',
        rules: [
          {
            id: 'usb-device',
            severity: 'blocker',
            detail: 'USB device',
            waived: { owner: 'desk', until: '2027-01-31' },
          },
          { id: 'raw-disk', severity: 'warning', detail: 'raw disks', waived: null },
        ],
      },
    })

    expect(linesWith(vm, 'Compatibility')[0]).toMatch(/Compatibility +ready with conditions +usb-device, blocker/)
    expect(frame(vm, 200).join(' ')).toContain('waived by desk until 2027-01-31')
  })

  test('is not said of what an older drplan mapped', () => {
    expect(linesWith(anExplanation(), 'Compatibility')).toEqual([])
  })

  test('comes with what its GPU becomes, what is lost, and what to try instead', () => {
    const accelerator = {
      vmId: 'vm-1',
      needed: '1 whole GPU with 14 GiB',
      given: '1 T4 GPU with 16 GiB',
      sharing: 'whole',
      driver: 'R410',
      degraded: { usedGiB: 24, givenGiB: 16, reason: 'half the seats' },
      alternatives: ['g6.xlarge'],
    } as const

    const text = frame(anExplanation({ accelerator }), 200).join(' ')

    expect(text).toMatch(/Accelerator +degraded +needs 1 whole GPU with 14 GiB; gets 1 T4 GPU with 16 GiB/)
    expect(text).toContain('8 GiB less than it uses: half the seats')
    expect(text).toContain('where it cannot be had: g6.xlarge')
  })
})

test('later targets are named with what each is and costs', () => {
  const { assignment } = anExplanation()
  const targets = [
    { componentId: 'm7i.large', recoveredPerHour: 0.1071, why: 'the first choice' },
    { componentId: 'm7i.xlarge', zone: 1, recoveredPerHour: 0.2, why: 'next size up of the same family' },
    { componentId: 'm6a.large', recoveredPerHour: 0.1, why: 'too small', degraded: 'is short by 1 vCPU' },
  ]

  const text = frame(anExplanation({ assignment: { ...assignment!, targets } }))
    .join(' ')
    .replaceAll(/ +/g, ' ')

  expect(text).toContain(
    'Where it cannot be had: m7i.xlarge in zone 2 (next size up of the same family; 0.2000 USD/h), then m6a.large (too small, which is short by 1 vCPU; 0.1000 USD/h).',
  )
})
