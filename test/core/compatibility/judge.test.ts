import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeCompatibility, type JudgeInput } from '../../../src/core/compatibility/judge.ts'
import {
  compatibilityRuleIds,
  type CompatibilityRule,
  type CompatibilityRuleId,
  type CompatibilityWaiver,
} from '../../../src/model/compatibility.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aDisk, aNic, aVm } from '../../builders.ts'
import { aTier } from '../mapping/builders.ts'

const aRule = (id: CompatibilityRuleId, over: Partial<CompatibilityRule> = {}): CompatibilityRule => ({
  id,
  platform: 'any',
  severity: 'blocker',
  meaning: 'It does not work.',
  advice: 'Change it.',
  source: { document: 'a book', asOf: '2026-01', basis: 'read' },
  ...over,
})

const aWaiver = (over: Partial<CompatibilityWaiver> = {}): CompatibilityWaiver => ({
  vm: 'vm-1',
  rule: 'usb-device',
  owner: 'desk',
  until: '2027-01-31',
  reason: 'a USB server is ordered',
  ...over,
})

interface Parts extends Partial<Omit<JudgeInput, 'planned' | 'target'>> {
  readonly rules?: readonly CompatibilityRule[]
}

function judge(vms: readonly Partial<Vm>[], { rules = [], ...rest }: Parts = {}) {
  return judgeCompatibility({
    planned: vms.map((vm) => ({ vm: aVm(vm), tier: aTier(['pilot-light']), application: 'shop' })),
    target: { conversions: [], rules, operatingSystems: [{ product: 'debian', oldest: '10' }] },
    waivers: [],
    today: '2026-06-01',
    withoutComponent: new Set(),
    ...rest,
  })
}

const gpu = (model: string) => [{ kind: 'gpu', model, count: 1, memoryGiB: null }] as const
const os = (name: string): Vm['os'] => ({ name, family: 'linux' })

/** For every rule a VM that it applies to, and the nearest one that it does not. */
const cases: Readonly<Record<CompatibilityRuleId, readonly [Partial<Vm>, Partial<Vm>]>> = {
  'accelerator-state': [{ accelerators: gpu('T4') }, { accelerators: [{ ...gpu('x')[0], kind: 'fpga' }] }],
  'boot-disk-too-large': [
    { os: { name: 'Windows', family: 'windows' }, firmware: 'bios', disks: [aDisk({ capacityGiB: 101 })] },
    { os: { name: 'Windows', family: 'windows' }, firmware: 'uefi', disks: [aDisk({ capacityGiB: 101 })] },
  ],
  'cpu-hot-add': [{ traits: { hotAdd: true } }, { traits: { hotAdd: false } }],
  'disk-too-large': [{ disks: [aDisk({ capacityGiB: 101 })] }, { disks: [aDisk({ capacityGiB: 100 })] }],
  'fault-tolerance': [{ traits: { faultTolerant: true } }, { traits: { faultTolerant: false } }],
  'latency-sensitivity': [{ traits: { latencySensitive: true } }, { traits: {} }],
  'memory-reservation': [{ traits: { memoryReserved: true } }, {}],
  'nested-virtualisation': [{ traits: { nestedVirtualisation: true } }, {}],
  'numa-pinning': [{ traits: { pinned: true } }, {}],
  'os-32-bit': [{ os: os('Debian GNU/Linux 8 (32-bit)') }, { os: os('Debian GNU/Linux 8 (64-bit)') }],
  'os-end-of-life': [{ os: os('Debian 10') }, { os: os('Debian 12') }],
  'os-unknown': [{ os: os('Debian') }, { os: os('Debian 12') }],
  'os-unsupported': [{ os: os('Debian 9') }, { os: os('Debian 10') }],
  'pci-passthrough': [{ traits: { passthrough: ['a card'] } }, { traits: { passthrough: [] } }],
  'raw-disk': [{ disks: [aDisk({ attachment: 'raw' })] }, { disks: [aDisk({ attachment: 'shared' })] }],
  'secure-boot': [{ traits: { secureBoot: true } }, { traits: { secureBoot: false } }],
  'shared-disk': [{ disks: [aDisk({ attachment: 'shared' })] }, { disks: [aDisk({ attachment: 'raw' })] }],
  'sr-iov': [{ nics: [aNic({ accelerated: true })] }, { nics: [aNic()] }],
  'usb-device': [{ traits: { usb: true } }, { traits: { usb: false } }],
  vgpu: [{ accelerators: gpu('grid_t4-8q') }, { accelerators: gpu('NVIDIA T4') }],
  vtpm: [{ traits: { tpm: true } }, { traits: { tpm: false } }],
}

describe('a rule', () => {
  it.each(compatibilityRuleIds)('%s applies where its fact is there, and only there', (id) => {
    const [applies, spared] = cases[id]

    const { compatibility } = judge(
      [
        { ...applies, id: 'a' },
        { ...spared, id: 'b' },
      ],
      {
        rules: [aRule(id, { limit: 100 })],
      },
    )

    expect(compatibility.map(({ rules }) => rules.map((rule) => rule.id))).toEqual([[id], []])
  })

  it('never applies for want of a fact, the unknown operating system excepted', () => {
    const { compatibility } = judge([{ os: null, firmware: null, disks: [], nics: [] }], {
      rules: compatibilityRuleIds.map((id) => aRule(id)),
    })

    expect(compatibility[0]!.rules.map(({ id }) => id)).toEqual(['os-unknown'])
  })

  it('is one finding for all VMs that it applies to for the same reason, with its id, source and date', () => {
    const vms = ['a', 'b', 'c'].map((id) => ({ id, os: os('Debian 9') }))

    const { findings } = judge([...vms, { id: 'd', os: os('Debian 8') }], { rules: [aRule('os-unsupported')] })

    expect(findings).toMatchObject([
      { code: 'map.incompatible', severity: 'error', affected: ['a', 'b', 'c'] },
      { code: 'map.incompatible', affected: ['d'] },
    ])
    expect(findings[0]!.message).toBe(
      '3 VMs (a, b, c) with Debian 9, older than Debian 10. It does not work. It is sized and priced all the same. (rule os-unsupported; a book, read 2026-01)',
    )
  })

  it('says that it rests on general knowledge where it does', () => {
    const source = { document: 'a book', asOf: '2026-01', basis: 'general-knowledge' } as const

    const { findings } = judge([{ traits: { usb: true } }], { rules: [aRule('usb-device', { source })] })

    expect(findings[0]!.message).toContain('from general knowledge of 2026-01')
  })

  it('of passthrough is silent where drplan.yaml says what the device is', () => {
    const { compatibility } = judgeCompatibility({
      planned: [
        {
          vm: aVm({ traits: { passthrough: ['a card'] } }),
          tier: aTier(['pilot-light']),
          application: 'shop',
          accelerator: { kind: 'gpu', count: 1 },
        },
      ],
      target: {
        conversions: [],
        rules: [aRule('pci-passthrough')],
        operatingSystems: [{ product: 'debian', oldest: '10' }],
      },
      waivers: [],
      today: null,
      withoutComponent: new Set(),
    })

    expect(compatibility[0]!.rules).toEqual([])
  })
})

describe('the verdict', () => {
  it.each([
    ['ready', {}, []],
    ['ready', { traits: { usb: true } }, [aRule('usb-device', { severity: 'info' })]],
    ['conditional', { traits: { usb: true } }, [aRule('usb-device', { severity: 'warning' })]],
    ['not-ready', { traits: { usb: true } }, [aRule('usb-device')]],
    ['unknown', { os: null }, [aRule('os-unknown', { severity: 'info' })]],
    [
      'unknown',
      { os: null, traits: { usb: true } },
      [aRule('os-unknown', { severity: 'info' }), aRule('usb-device', { severity: 'warning' })],
    ],
    [
      'not-ready',
      { os: null, traits: { usb: true } },
      [aRule('os-unknown', { severity: 'info' }), aRule('usb-device')],
    ],
  ] as const)('is %s', (verdict, vm, rules) => {
    expect(judge([vm], { rules }).compatibility[0]!.verdict).toBe(verdict)
  })

  it('is not ready for a VM that no component holds', () => {
    expect(judge([{}], { withoutComponent: new Set(['vm-1']) }).compatibility[0]!.verdict).toBe('not-ready')
  })

  it('is there for every planned VM, in their order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.boolean(), (ids, usb) => {
        const { compatibility } = judge(
          ids.map((id) => ({ id, traits: { usb } })),
          { rules: [aRule('usb-device')] },
        )

        expect(compatibility.map(({ vmId }) => vmId)).toEqual(ids)
      }),
    )
  })
})

describe('ends of support', () => {
  const rules = [aRule('os-end-of-life', { severity: 'warning' })]

  it('are judged against the day that the policy states: its last day still counts', () => {
    const on = (today: string) => judge([{ os: os('Debian 12') }], { rules, today }).findings.map(({ code }) => code)

    expect(on('2028-06-30')).toEqual([])
    expect(on('2028-07-01')).toEqual(['map.compatibility-warned'])
  })

  it('are stated once for all, and not judged, without a day', () => {
    const vms = [
      { id: 'a', os: os('Debian 8') },
      { id: 'b', os: os('Debian 8') },
      { id: 'c', os: os('RHEL 9') },
    ]

    const { findings, compatibility } = judge(vms, { rules, today: null })

    expect(findings).toMatchObject([{ code: 'map.compatibility-noted', severity: 'info', affected: ['a', 'b', 'c'] }])
    expect(findings[0]!.message).toContain('Debian 8 until 2020-06-30 (2 VMs); Red Hat Enterprise Linux 9 until')
    expect(findings[0]!.message).toContain('is not judged')
    expect(compatibility.map(({ verdict }) => verdict)).toEqual(['ready', 'ready', 'ready'])
  })
})

describe('a waiver', () => {
  const rules = [aRule('usb-device'), aRule('raw-disk', { severity: 'warning' })]
  const vms = [
    { id: 'vm-1', name: 'desk-1', traits: { usb: true } },
    { id: 'vm-2', traits: { usb: true } },
  ]

  it.each(['vm-1', 'desk-1'])('in force makes a blocker a note that names owner and day: by %s', (vm) => {
    const { findings, compatibility } = judge(vms, { rules, waivers: [aWaiver({ vm })] })

    expect(findings).toMatchObject([
      { code: 'map.compatibility-waived', severity: 'info', affected: ['vm-1'] },
      { code: 'map.incompatible', affected: ['vm-2'] },
    ])
    expect(findings[0]!.message).toContain('Waived by desk until 2027-01-31 (a USB server is ordered).')
    expect(compatibility.map(({ verdict }) => verdict)).toEqual(['conditional', 'not-ready'])
    expect(compatibility[0]!.rules[0]!.waived).toEqual({ owner: 'desk', until: '2027-01-31' })
  })

  it('that has ended waives nothing, and that is said', () => {
    const { findings, compatibility } = judge(vms.slice(0, 1), { rules, waivers: [aWaiver({ until: '2026-05-31' })] })

    expect(findings).toMatchObject([{ code: 'map.incompatible' }])
    expect(findings[0]!.message).toContain('The waiver of desk ended on 2026-05-31.')
    expect(compatibility[0]).toMatchObject({ verdict: 'not-ready', rules: [{ waived: null }] })
  })

  it('counts without a day, and it is said that its end is not judged', () => {
    const { findings } = judge(vms.slice(0, 1), { rules, today: null, waivers: [aWaiver({ until: '2020-01-01' })] })

    expect(findings.find(({ code }) => code === 'map.compatibility-waived')?.message).toContain('is not judged')
  })

  it.each([{ vm: 'nobody' }, { rule: 'raw-disk' as const }])('that nothing needs is a finding: %o', (over) => {
    const { findings } = judge(vms, { rules, waivers: [aWaiver(over)] })

    expect(findings.filter(({ code }) => code === 'map.compatibility-waiver-unused')).toHaveLength(1)
    expect(findings.filter(({ code }) => code === 'map.incompatible')).toMatchObject([{ affected: ['vm-1', 'vm-2'] }])
  })

  it('is of its rule alone', () => {
    const vm = { traits: { usb: true }, disks: [aDisk({ attachment: 'raw' })] }

    const { findings } = judge([vm], { rules, waivers: [aWaiver()] })

    expect(findings.map(({ code }) => code)).toEqual(['map.compatibility-waived', 'map.compatibility-warned'])
  })
})
