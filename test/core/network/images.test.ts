import fc from 'fast-check'
import { expect, test } from 'vitest'
import { imagesOf } from '../../../src/core/network/images.ts'
import { formatAddress } from '../../../src/model/address.ts'
import { cidrAround, formatCidr, parseCidr } from '../../../src/model/cidr.ts'
import { aHost, aSubnet, aVpc, translate } from '../../builders-network.ts'

test('a planned address has the place that the translation gives it, also where the target reserves its own', () => {
  const hosts = fc.uniqueArray(fc.integer({ min: 1, max: 254 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(hosts, (numbers) => {
      const { translation } = translate({
        vms: numbers.map((number) => aHost(`vm-${number}`, 'subnet-1', [`10.0.0.${number}`])),
      })

      const imageOf = imagesOf(translation)

      for (const { from, to } of translation.addresses) {
        if (!from || !to) continue
        for (const vpcId of ['vpc-1', null])
          expect(imageOf(cidrAround(from, 32), vpcId).map(formatCidr)).toEqual([`${formatAddress(to)}/32`])
      }
    }),
  )
})

test('a block goes where it was moved, and what no VPC has stays', () => {
  const imageOf = imagesOf(translate().translation)

  expect(imageOf(parseCidr('10.0.0.0/24'), null).map(formatCidr)).toEqual(['10.9.0.0/24'])
  expect(imageOf(parseCidr('192.0.2.0/24'), 'vpc-1').map(formatCidr)).toEqual(['192.0.2.0/24'])
})

test('a block that two VPCs have is all of what it becomes, to somebody outside', () => {
  const { translation } = translate({
    vms: [aHost('a', 's1', ['10.0.1.9']), aHost('b', 's2', ['10.0.1.9'])],
    network: {
      vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.0.0.0/16')],
      subnets: [aSubnet('s1', '10.0.1.0/24'), aSubnet('s2', '10.0.1.0/24', { vpcId: 'vpc-2' })],
    },
  })
  const imageOf = imagesOf(translation)
  const block = parseCidr('10.0.1.0/24')

  const [one, two] = [imageOf(block, 'vpc-1'), imageOf(block, 'vpc-2')]

  expect(one).toHaveLength(1)
  expect(two).toHaveLength(1)
  expect(new Set(imageOf(block, null).map(formatCidr))).toEqual(new Set([...one, ...two].map(formatCidr)))
  expect(one).not.toEqual(two)
})
