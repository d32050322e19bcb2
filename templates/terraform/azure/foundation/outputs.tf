# What recovery/ builds on.
locals {
  foundation = {
    vpc_ids                        = module.network.vpc_ids
    subnet_ids                     = module.network.subnet_ids
    network_security_group_ids     = module.security.network_security_group_ids
    application_security_group_ids = module.security.application_security_group_ids
    disk_encryption_set_id         = module.protection.disk_encryption_set_id
    recovery_vault                 = module.protection.recovery_vault
    backup_policy_ids              = module.protection.backup_policy_ids
    capacity_group_ids             = module.capacity.group_ids
    target_pool_ids                = module.balancers.target_pool_ids
    balancer_addresses             = module.balancers.addresses
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

output "balancer_addresses" {
  description = "Where load balancers answer that stand all the time, by key."
  value       = module.balancers.addresses
}

output "site_recovery" {
  description = "By server key, what to enter where Site Recovery replicates it: these servers are made by its failover."
  value = {
    for key, server in var.replicated_servers : key => merge(server, {
      vault_id               = module.protection.recovery_vault.id
      disk_encryption_set_id = module.protection.disk_encryption_set_id
      interfaces = {
        for index, interface in server.interfaces : index => {
          subnet_id = module.network.subnet_ids[interface.subnet_key]
          addresses = interface.addresses
          network_security_group_id = (
            interface.network_security_group_key == null
            ? null
            : module.security.network_security_group_ids[interface.network_security_group_key]
          )
          application_security_group_ids = [
            for group_key in interface.application_security_group_keys : module.security.application_security_group_ids[group_key]
          ]
        }
      }
    })
  }
}

output "recovery_vault" {
  description = "The vault of backups and of Site Recovery."
  value       = module.protection.recovery_vault
}

output "key_vault_id" {
  description = "The key vault of the recovery site."
  value       = module.protection.key_vault_id
}

output "nat_addresses" {
  description = "Public addresses that third parties see and may have to admit, by VNet key."
  value       = module.network.nat_addresses
}

output "network_security_group_ids" {
  description = "Network security groups by key, to look at their rules in the subscription."
  value       = module.security.network_security_group_ids
}

output "route_table_ids" {
  description = "Route tables by key, to look at their routes in the subscription."
  value       = module.network.route_table_ids
}

output "recovery_plan_ids" {
  description = "Recovery plans of Site Recovery, by the region that they recover and by key."
  value       = { for location, replication in module.replication : location => replication.recovery_plan_ids }
}

output "public_names" {
  description = "By key of public_records, the name of Traffic Manager that a record of the public zone is to lead to."
  value       = module.traffic.names
}

output "vpn_gateway_addresses" {
  description = "Public addresses that the devices at the other ends open their tunnels to, by VPN gateway."
  value       = module.gateways.vpn_gateway_addresses
}
