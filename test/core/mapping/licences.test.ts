import { describe, expect, it } from 'vitest'
import { aDisk } from '../../builders.ts'
import { aCatalogue, aComponent, aDiskClass, aPolicy, aScopedVm, aTier, mapAll, mapOne } from './builders.ts'

const windows = { name: 'Windows Server 2022', family: 'windows' } as const

describe('the choice for a Windows VM', () => {
  const components = [
    // Cheaper by itself, and dearer with a licence for every vCPU.
    aComponent('many.small', { vcpus: 8, perHour: 0.1, windowsPerHour: 0.4 }),
    aComponent('few.large', { vcpus: 2, perHour: 0.2, windowsPerHour: 0.1 }),
  ]
  const catalogue = aCatalogue({ components })

  it('is by the price with the licence', () => {
    const chosen = (os: { readonly name: string; readonly family: 'linux' | 'windows' }) =>
      mapOne(aScopedVm({ os }), {}, { catalogue }).mapping.assignments[0]!.offering.componentId

    expect(chosen({ name: 'Debian 12', family: 'linux' })).toBe('many.small')
    expect(chosen(windows)).toBe('few.large')
  })

  it('is by the price alone when the licence is its own', () => {
    const { mapping } = mapOne(
      aScopedVm({ os: windows }),
      {},
      { catalogue, policy: aPolicy({ windowsLicence: 'own' }) },
    )

    expect(mapping.assignments[0]!.offering.componentId).toBe('many.small')
    expect(mapping.assignments[0]!.cost.map((item) => item.what)).not.toContain('Windows licence')
  })

  it('takes a component whose licence has no known price only where no other will do, and says so', () => {
    const unknown = aComponent('some.thing', { vcpus: 2, perHour: 0.01 })
    const [many, few] = components

    const both = mapOne(
      aScopedVm({ os: windows }),
      {},
      { catalogue: aCatalogue({ components: [unknown, few!, many!] }) },
    )
    const alone = mapOne(aScopedVm({ os: windows }), {}, { catalogue: aCatalogue({ components: [unknown] }) })

    expect(both.mapping.assignments[0]!.offering.componentId).toBe('few.large')
    expect(alone.mapping.assignments[0]!.offering.componentId).toBe('some.thing')
    expect(alone.findings).toMatchObject([{ code: 'map.licence-not-priced', subject: 'Windows licences' }])
  })

  it('is explained by neighbours that pay for a licence too', () => {
    const { runnerUp } = mapOne(aScopedVm({ os: windows }), {}, { catalogue }).mapping.assignments[0]!

    expect(runnerUp).toMatchObject({ componentId: 'many.small', recoveredPerHour: 0.506849 })
  })

  it('says that a price is estimated', () => {
    const estimated = aCatalogue({ components: [aComponent('a', { windowsPerHour: 0.1, windowsEstimated: true })] })

    const { findings } = mapOne(aScopedVm({ os: windows }), {}, { catalogue: estimated })

    expect(findings).toMatchObject([{ code: 'map.price-stale', subject: 'estimated Windows licences' }])
  })
})

it('says of Linux with a subscription that it is priced without one, by its name', () => {
  const os = (name: string) => ({ name, family: 'linux' as const })
  const names = [
    'Red Hat Enterprise Linux 9',
    'RHEL 8',
    'SUSE Linux Enterprise Server 15',
    'SLES 12',
    'openSUSE Leap 15',
  ]

  const { findings } = mapAll(names.map((name, index) => [aScopedVm({ id: `vm-${index}`, os: os(name) }), {}] as const))

  expect(findings.map(({ code, subject, affected }) => [code, subject, affected])).toEqual([
    ['map.licence-not-priced', 'Red Hat Enterprise Linux subscriptions', ['vm-0', 'vm-1']],
    ['map.licence-not-priced', 'SUSE Linux Enterprise subscriptions', ['vm-2', 'vm-3']],
  ])
})

describe('premium storage', () => {
  const premium = aDiskClass('premium', { premiumStorage: true, perGiBMonth: 0.1 })
  const plain = aDiskClass('plain', { perGiBMonth: 0.12 })
  const without = aComponent('a.plain', { premiumStorage: false, perHour: 0.1 })

  it('is demanded of the component by the disks that need it', () => {
    const components = [without, aComponent('b.premium', { perHour: 0.2 })]

    const { mapping } = mapOne(aScopedVm(), {}, { catalogue: aCatalogue({ components, diskClasses: [premium] }) })

    expect(mapping.assignments[0]!.offering.componentId).toBe('b.premium')
  })

  it('is done without where disks without it are cheaper together with their component', () => {
    const components = [without, aComponent('b.premium', { perHour: 0.2 })]
    const catalogue = aCatalogue({ components, diskClasses: [premium, plain] })

    const { mapping } = mapOne(aScopedVm({}, aTier(['hot-standby'])), {}, { catalogue })

    expect(mapping.assignments[0]!.offering.componentId).toBe('a.plain')
    expect(mapping.assignments[0]!.disks[0]!.classId).toBe('plain')
  })

  it('is named where it keeps a VM from every component', () => {
    const catalogue = aCatalogue({ components: [without], diskClasses: [premium] })

    const { mapping } = mapOne(aScopedVm({ disks: [aDisk()] }), {}, { catalogue })

    expect(mapping.unmapped).toMatchObject([{ constraint: 'premium storage', needed: 'premium storage' }])
  })
})

it('gives VMs whose own family is special that family, whoever was looked at before', () => {
  const special = { ...aComponent('own.big', { perHour: 0.01 }), specialPurpose: 'for owners' }
  const catalogue = aCatalogue({ components: [special, aComponent('s.medium')] })

  const { mapping } = mapAll(
    [
      [aScopedVm({ id: 'a' }), {}],
      [aScopedVm({ id: 'b', sourceType: 'own.big' }), {}],
    ],
    { catalogue },
  )

  expect(mapping.assignments.map((one) => one.offering.componentId)).toEqual(['s.medium', 'own.big'])
})
