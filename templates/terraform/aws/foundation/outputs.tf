# What recovery/ builds on.
locals {
  foundation = {
    vpc_ids               = module.network.vpc_ids
    subnet_ids            = module.network.subnet_ids
    subnet_vpc_keys       = { for key, subnet in var.subnets : key => subnet.vpc_key }
    route_table_ids       = module.network.route_table_ids
    security_group_ids    = module.security.security_group_ids
    kms_key_arn           = module.protection.kms_key_arn
    instance_profile_name = module.protection.instance_profile_name
    target_group_arns     = module.balancers.target_group_arns
    balancers             = module.balancers.balancers
    public_zones          = var.public_zones
  }
}

output "foundation" {
  description = "What recovery/ builds on: give it to its variable of the same name."
  value       = local.foundation
}

output "recovery_variables" {
  description = "The same as a file of values: terraform output -json recovery_variables > ../recovery/foundation.auto.tfvars.json"
  value       = { foundation = local.foundation }
}

output "standby_servers" {
  description = "Servers that stand while the primary site is well, by key."
  value       = module.standby.servers
}

output "backup_vault_arn" {
  description = "Where backups are kept; the destination of copies from the primary site."
  value       = module.protection.backup_vault_arn
}

output "backup_role_arn" {
  description = "The role that backups are taken and restored with."
  value       = module.protection.backup_role_arn
}

output "nat_addresses" {
  description = "Public addresses that third parties see and may have to admit, by VPC key."
  value       = module.network.nat_addresses
}

output "network_acl_ids" {
  description = "Network ACLs by key, to look at their entries in the account."
  value       = module.network.network_acl_ids
}

output "prefix_list_ids" {
  description = "Prefix lists by key, to look at their blocks in the account."
  value       = module.security.prefix_list_ids
}

output "alarm_topic_arn" {
  description = "The topic that alarms are sent to: add subscribers in `alarm_subscribers`, or here."
  value       = module.protection.alarm_topic_arn
}

output "capacity_reservation_ids" {
  description = "Capacity reservations by key, to look at their use in the account."
  value       = module.protection.capacity_reservation_ids
}

output "endpoint_ids" {
  description = "VPC endpoints by key, to look at them in the account."
  value       = module.endpoints.endpoint_ids
}

output "vpn_tunnels" {
  description = "What the other end of each VPN connection has to know, by key; the pre-shared keys are in the account and in the state only."
  value       = module.gateways.vpn_tunnels
}

output "transit_attachment_ids" {
  description = "Attachments to transit gateways by key, to accept them and to put them into route tables."
  value       = module.gateways.transit_attachment_ids
}
