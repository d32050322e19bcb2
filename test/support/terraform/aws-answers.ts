/** What AWS would say about an account that does not exist. */
import type { StandInParts } from './provider.ts'

export const awsAnswers: StandInParts['answers'] = {
  aws_ami: { id: 'ami-0f00d0f00d0f00d00', root_device_name: '/dev/sda1' },
  aws_availability_zones: { id: 'eu-west-1', names: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
  aws_lb_hosted_zone_id: { id: 'Z0F00D0F00D0F00' },
  aws_caller_identity: { id: '111122223333', account_id: '111122223333' },
  aws_partition: { id: 'aws', partition: 'aws' },
  aws_subnet: { cidr_block: '10.0.0.0/16' },
}
