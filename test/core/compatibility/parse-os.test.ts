import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseOs } from '../../../src/core/compatibility/parse-os.ts'
import { compareVersions, endOfSupport } from '../../../src/model/os-release.ts'

describe('the release behind a name', () => {
  it.each([
    ['Microsoft Windows Server 2008 R2 (64-bit)', 'windows-server', '2008 R2', 64],
    ['Microsoft Windows Server 2003 Standard (32-bit)', 'windows-server', '2003', 32],
    ['Microsoft Windows Server 2012 R2 Standard', 'windows-server', '2012 R2', null],
    ['Windows_Server_2016', 'windows-server', '2016', null],
    ['Microsoft Windows 2000 Server', 'windows-server', '2000', null],
    ['windows9Server64Guest', 'windows-server', '2016', 64],
    ['windows2019srv_64Guest', 'windows-server', '2019', 64],
    ['Windows (winNetStandardGuest)', 'windows-server', '2003', null],
    ['http://microsoft.com/win/2k12r2', 'windows-server', '2012 R2', null],
    ['Microsoft Windows XP Professional (32-bit)', 'windows', 'XP', 32],
    ['Microsoft Windows 10 (64-bit)', 'windows', '10', 64],
    ['windows9_64Guest', 'windows', '10', 64],
    ['Red Hat Enterprise Linux 8', 'rhel', '8', null],
    ['Red Hat Enterprise Linux release 7.9 (Maipo)', 'rhel', '7', null],
    ['rhel8_64Guest', 'rhel', '8', 64],
    ['http://redhat.com/rhel/8.6', 'rhel', '8', null],
    ['CentOS 6 (64-bit)', 'centos', '6', 64],
    ['Debian GNU/Linux 11 (bullseye)', 'debian', '11', null],
    ['SUSE Linux Enterprise 15 SP4', 'sles', '15', null],
    ['Oracle Linux 7 (64-bit)', 'oracle-linux', '7', 64],
    ['Ubuntu 22.04.3 LTS', 'ubuntu', '22.04', null],
    ['Amazon Linux 2023', 'amazon-linux', '2023', null],
  ] as const)('%s', (...[name, product, version, bits]) => {
    expect(parseOs(name)).toEqual({ product, version, bits })
  })

  it.each([
    'CentOS 4/5 or later (64-bit)',
    'CentOS 4/5/6/7 (64-bit)',
    'Microsoft Windows Server 2016 or later (64-bit)',
    'Ubuntu Linux (64-bit)',
    'CentOS Stream 8',
    'Windows NT 10.0.17763',
    'Windows',
  ])('is a product without a version where the name stands for several: %s', (name) => {
    expect(parseOs(name)?.version).toBeNull()
  })

  it.each(['', 'Other 3.x or later Linux (64-bit)', 'Linux/UNIX', 'openSUSE Leap 15', 'FreeBSD 13', 'Solaris 11'])(
    'is unknown for "%s"',
    (name) => {
      expect(parseOs(name)).toBeNull()
    },
  )

  it('never throws, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `Windows Server ${text}`),
        ),
        (name) => {
          const release = parseOs(name)
          const end = release && endOfSupport(release)

          expect(end === null || /^20\d\d-/.test(end)).toBe(true)
        },
      ),
    )
  })
})

describe('versions', () => {
  it.each([
    ['2008', '2008 R2'],
    ['2008 R2', '2012'],
    ['12.04', '14.04'],
    ['6', '10'],
    ['XP', '7'],
    ['Vista', '7'],
    ['8', '8.1'],
    ['2', '2023'],
  ])('%s is older than %s, or the same as far as both say', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThanOrEqual(0)
    expect(compareVersions(newer, older)).toBeGreaterThanOrEqual(0)
  })

  it('knows the end of support of a main version for its point releases', () => {
    expect(endOfSupport({ product: 'sles', version: '15.4', bits: null })).toBe('2031-07-31')
    expect(endOfSupport({ product: 'windows-server', version: '2008 R2', bits: 64 })).toBe('2020-01-14')
    expect(endOfSupport({ product: 'ubuntu', version: '23.10', bits: null })).toBeNull()
    expect(endOfSupport({ product: 'rhel', version: null, bits: null })).toBeNull()
  })
})
