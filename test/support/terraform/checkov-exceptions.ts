/** What checkov objects to and we keep, by target, with the reason, and only for the resources that the reason is about. */
import type { TargetId } from '../../../src/model/target-id.ts'

export interface Exception {
  readonly id: string
  /** Part of the address. */
  readonly about: RegExp
  readonly why: string
}

const storage = /azurerm_storage_account\./
const cache = /azurerm_storage_account\.cache/
const linux = /azurerm_linux_virtual_machine\./

export const exceptions: Readonly<Record<TargetId, readonly Exception[]>> = {
  aws: [
    {
      id: 'CKV_AWS_158',
      about: /aws_cloudwatch_log_group\.flow_logs\[/,
      why: 'The log group names the key, whose ARN is not known before apply; our own check sees the reference.',
    },
    {
      id: 'CKV2_AWS_5',
      about: /aws_security_group\./,
      why: 'Groups stand before the servers that join them: these come in recovery/, and DRS and tests start theirs later.',
    },
    {
      id: 'CKV2_AWS_44',
      about: /aws_route\.this\[/,
      why: 'The check takes every default route for one through a peering; these lead to gateways, as the plan says.',
    },
    {
      id: 'CKV2_AWS_1',
      about: /aws_network_acl\.this\[/,
      why: 'A list is attached by aws_network_acl_association, after its entries; the check looks for subnet_ids only.',
    },
    {
      id: 'CKV_AWS_2',
      about: /aws_lb_listener\.this\[/,
      why: 'A listener with HTTP is one at the primary site; what it serves may not speak anything else.',
    },
    {
      id: 'CKV_AWS_91',
      about: /aws_lb\.this\[/,
      why: 'Access logs need a bucket that the user has: access_log_bucket.',
    },
    {
      id: 'CKV_AWS_150',
      about: /aws_lb\.this\[/,
      why: 'Load balancers of a recovery are destroyed after a drill; our own check sees that the standing ones are protected.',
    },
    {
      id: 'CKV_AWS_152',
      about: /aws_lb\.this\[/,
      why: 'Whether a network load balancer spreads over zones is as at the primary site.',
    },
    {
      id: 'CKV_AWS_261',
      about: /aws_lb_target_group/,
      why: 'Where the primary site states no check that can be read, AWS asks in its own way: HTTP on /.',
    },
    {
      id: 'CKV_AWS_378',
      about: /aws_lb_target_group\.this\[/,
      why: 'How servers are spoken to behind the balancer is as at the primary site.',
    },
    {
      id: 'CKV2_AWS_20',
      about: /aws_lb\.this\[/,
      why: 'Listeners with HTTP redirect where those of the primary site do.',
    },
    {
      id: 'CKV2_AWS_23',
      about: /aws_route53_record\./,
      why: 'Records hold the planned addresses of servers, which are made in another root.',
    },
    {
      id: 'CKV2_AWS_28',
      about: /aws_lb\.this\[/,
      why: 'Web ACLs of the primary site are reported, and attached by hand.',
    },
  ],
  azure: [
    { id: 'CKV_AZURE_1', about: linux, why: 'Its disk is what it was: there is no password to set, and none is.' },
    { id: 'CKV_AZURE_178', about: linux, why: 'Its disk is what it was, with the SSH keys of its users.' },
    {
      id: 'CKV_AZURE_50',
      about: /azurerm_(linux|windows)_virtual_machine\./,
      why: 'Azure Backup makes points that applications took part in by an extension.',
    },
    {
      id: 'CKV_AZURE_93',
      about: /azurerm_managed_disk\./,
      why: 'Disks name the encryption set, whose id is not known before apply; our own check sees the reference.',
    },
    {
      id: 'CKV_AZURE_40',
      about: /azurerm_key_vault_key\.disks/,
      why: 'Its rotation policy lets every version expire; a fixed date would have to be moved by hand, or disks stop.',
    },
    {
      id: 'CKV_AZURE_112',
      about: /azurerm_key_vault_key\.disks/,
      why: 'A key in hardware wants a premium vault: the user decides on its price.',
    },
    {
      id: 'CKV_AZURE_189',
      about: /azurerm_key_vault\.this/,
      why: 'Who runs Terraform makes the key before there is a network to come from; the firewall lets named addresses in.',
    },
    { id: 'CKV2_AZURE_32', about: /azurerm_key_vault\.this/, why: 'As above.' },
    {
      id: 'CKV_AZURE_59',
      about: storage,
      why: 'The firewall denies by default; trusted services and, at the cache, the subnets of machines come in.',
    },
    { id: 'CKV2_AZURE_33', about: storage, why: 'As above: flow logs and Site Recovery come as trusted services.' },
    {
      id: 'CKV_AZURE_206',
      about: storage,
      why: 'Flow logs and what is on its way are of their region, and nothing that another region would need.',
    },
    { id: 'CKV_AZURE_33', about: storage, why: 'There are no queues in it.' },
    { id: 'CKV2_AZURE_1', about: storage, why: 'It has a key of Azure, as its README says; no disk is in it.' },
    { id: 'CKV2_AZURE_38', about: cache, why: 'What is deleted has arrived; Site Recovery asks for no soft deletion.' },
    { id: 'CKV2_AZURE_40', about: cache, why: 'Site Recovery signs in to its cache with the key of the account.' },
    {
      id: 'CKV2_AZURE_31',
      about: /module\.network\.azurerm_subnet\.this\[/,
      why: 'Filters stand where the proven ones stand: at cards, and only at subnets that had one.',
    },
  ],
}
