/** An emulated account of AWS as the primary site: read, planned with its ways to others, and through both Terraforms. */
import * as ec2 from '@aws-sdk/client-ec2'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { plan as makePlan } from '../../src/pipeline/plan.ts'
import { openClients, seedEstate, type Estate } from '../support/aws-estate.ts'
import { withCredentials } from '../support/aws-request.ts'
import { motoPath, startMoto, type Moto } from '../support/moto.ts'
import { contextOf } from '../support/run-plan.ts'
import { writeOwnValues } from '../support/terraform/templates.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { tryTwoRoots } from '../support/terraform/two-roots.ts'

const moto = motoPath()
const why = moto && hasTerraform ? '' : ' (NOT RUN: it needs terraform, and DRPLAN_MOTO set to a moto_server)'
const region = 'eu-west-1'
const hub = '/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/hub/providers/Microsoft.Network'

interface Gateways {
  readonly vpn: string
  readonly transit: string
}

/** Routes to the VPN gateway and the transit gateway of the estate; one of its tables learns. */
async function leadOutwards(endpoint: string, { vpcs }: Estate): Promise<Gateways> {
  const { compute } = openClients({ endpoint, region })
  const Filters = [{ Name: 'vpc-id', Values: [vpcs[0]!.vpcId] }]
  const { RouteTables = [] } = await compute.send(new ec2.DescribeRouteTablesCommand({ Filters }))
  const { VpnGateways = [] } = await compute.send(new ec2.DescribeVpnGatewaysCommand({}))
  const { TransitGateways = [] } = await compute.send(new ec2.DescribeTransitGatewaysCommand({}))
  const [vpn, transit] = [VpnGateways[0]!.VpnGatewayId!, TransitGateways[0]!.TransitGatewayId!]
  for (const { RouteTableId } of RouteTables) {
    const lead = (way: object): Promise<unknown> => compute.send(new ec2.CreateRouteCommand({ RouteTableId, ...way }))
    await lead({ DestinationCidrBlock: '192.168.0.0/24', GatewayId: vpn })
    await lead({ DestinationCidrBlock: '172.20.0.0/16', TransitGatewayId: transit })
  }
  await compute.send(
    new ec2.CreateVpcEndpointCommand({
      VpcId: vpcs[0]!.vpcId,
      ServiceName: `com.amazonaws.${region}.s3`,
      VpcEndpointType: 'Gateway',
      RouteTableIds: RouteTables.map(({ RouteTableId }) => RouteTableId!),
    }),
  )
  await closeSubnet(compute, vpcs[0]!)
  return { vpn, transit }
}

/** The subnet comes behind the list of the estate that closes something. */
async function closeSubnet(compute: ec2.EC2Client, { vpcId, subnetIds }: Estate['vpcs'][number]): Promise<void> {
  const { NetworkAcls = [] } = await compute.send(
    new ec2.DescribeNetworkAclsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
  )
  const own = NetworkAcls.find(({ IsDefault }) => IsDefault === false)
  const place = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find(
    (one) => one.SubnetId === subnetIds[1],
  )
  await compute.send(
    new ec2.ReplaceNetworkAclAssociationCommand({
      NetworkAclId: own!.NetworkAclId,
      AssociationId: place!.NetworkAclAssociationId,
    }),
  )
}

const configOf = (endpoint: string, target: object, gateways: readonly object[]): string =>
  JSON.stringify({
    schema: 'drplan/config@1',
    site: { id: 'emulated' },
    sources: [{ kind: 'aws', regions: [region], endpoint, historyDays: 1 }],
    target,
    network: { pool: ['10.128.0.0/9'], gateways },
  })

describe.skipIf(!moto || !hasTerraform)(`an emulated account as the primary site${why}`, () => {
  let emulator: Moto
  let gateways: Gateways
  const folders: string[] = []

  beforeAll(async () => {
    withCredentials()
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    emulator = await startMoto(moto ?? '')
    const estate = await seedEstate({ endpoint: emulator.endpoint, region, instances: 3 })
    gateways = await leadOutwards(emulator.endpoint, estate)
  }, 300_000)

  afterAll(async () => {
    vi.unstubAllEnvs()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    await emulator.stop()
  })

  async function planned(target: object, rules: readonly object[]): Promise<{ plan: Plan; terraform: string }> {
    const folder = mkdtempSync(join(tmpdir(), 'drplan-emulated-'))
    folders.push(folder)
    writeFileSync(join(folder, 'drplan.yaml'), configOf(emulator.endpoint, target, rules))
    const { stored } = await makePlan(await contextOf(folder))
    const plan = stored.content
    const terraform = join(folder, 'out/terraform')
    writeOwnValues(plan, terraform)
    return { plan, terraform }
  }

  async function verdictOf(target: object, rules: readonly object[]): Promise<Verdict> {
    const { plan, terraform } = await planned(target, rules)
    const roots = await tryTwoRoots(terraform)
    return {
      plan,
      secondPlans: roots.map(({ secondPlan }) => secondPlan),
      made: new Set(roots.flatMap(({ applied }) => applied.map(({ type }) => type))),
    }
  }

  test('comes back on AWS with its VPN, behind a transit gateway; and on Azure', { timeout: 240_000 }, async () => {
    const build = { from: gateways.vpn, build: true }
    // At the same time: most of it is waiting for terraform.
    const [aws, azure] = await Promise.all([
      verdictOf({ platform: 'aws', region: 'eu-central-1' }, [
        build,
        { from: gateways.transit, use: 'tgw-0f00d0f00d0f00d00' },
      ]),
      verdictOf({ platform: 'azure', region: 'westeurope' }, [
        build,
        { from: gateways.transit, use: `${hub}/virtualHubs/wan` },
      ]),
    ])

    expect([...aws.secondPlans, ...azure.secondPlans]).toEqual([0, 0, 0, 0])
    expect(expectedOnAws.filter((type) => !aws.made.has(type))).toEqual([])
    expect(expectedOnAzure.filter((type) => !azure.made.has(type))).toEqual([])
    expect(aws.plan.network.gateways?.map(({ role }) => role).toSorted()).toEqual(['transit', 'vpn'])
    expect(azure.plan.network.subnets.filter(({ name }) => name === 'GatewaySubnet')).toHaveLength(1)
  })
})

interface Verdict {
  readonly plan: Plan
  /** 0: empty. */
  readonly secondPlans: readonly number[]
  readonly made: ReadonlySet<string>
}

const expectedOnAws = [
  'aws_vpn_gateway',
  'aws_customer_gateway',
  'aws_vpn_connection',
  'aws_ec2_transit_gateway_vpc_attachment',
  'aws_vpc_peering_connection',
  'aws_network_acl',
  'aws_vpc_endpoint',
  'aws_lb',
]

const expectedOnAzure = [
  'azurerm_virtual_network_gateway',
  'azurerm_local_network_gateway',
  'azurerm_virtual_network_gateway_connection',
  'azurerm_virtual_hub_connection',
  'azurerm_virtual_network_peering',
  'azurerm_network_security_group',
]
