# What stands while the primary site is well, and what must outlive every drill: network, keys, backups,
# and the servers that run all the time.

locals {
  tags = merge(var.tags, { "drplan:root" = "foundation" })
}

resource "azurerm_resource_group" "this" {
  name     = "${var.name}-foundation"
  location = var.location

  tags = local.tags

  lifecycle {
    prevent_destroy = true
  }
}

module "protection" {
  source = "../modules/protection"

  name                  = var.name
  resource_group_name   = azurerm_resource_group.this.name
  location              = var.location
  tags                  = local.tags
  zones                 = var.zones
  key_vault_addresses   = var.key_vault_addresses
  vault_redundancy      = var.vault_redundancy
  backup_policies       = var.backup_policies
  backup_retention_days = var.backup_retention_days
  alert_emails          = var.alert_emails
}

module "network" {
  source = "../modules/network"

  name                = var.name
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  tags                = local.tags
  zones               = var.zones
  vpcs                = var.vpcs
  subnets             = var.subnets
  route_tables        = var.route_tables
  routes              = var.routes
  nat_gateways        = var.nat_gateways
  peerings            = var.peerings
  network_watcher     = var.network_watcher
  flow_log_storage_id = module.protection.log_storage_id
  log_retention_days  = var.log_retention_days
}

module "security" {
  source = "../modules/security"

  name                        = var.name
  resource_group_name         = azurerm_resource_group.this.name
  location                    = var.location
  tags                        = local.tags
  vpc_ids                     = module.network.vpc_ids
  subnet_ids                  = module.network.subnet_ids
  application_security_groups = var.application_security_groups
  network_security_groups     = var.network_security_groups
  network_security_rules      = var.network_security_rules
  admin_rule_collections      = var.admin_rule_collections
  admin_rules                 = var.admin_rules
}

module "capacity" {
  source = "../modules/capacity"

  name                = var.name
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  tags                = local.tags
  zones               = var.zones
  capacity            = var.capacity
}

module "standby" {
  source = "../modules/compute"

  resource_group_name            = azurerm_resource_group.this.name
  location                       = var.location
  tags                           = local.tags
  subnet_ids                     = module.network.subnet_ids
  network_security_group_ids     = module.security.network_security_group_ids
  application_security_group_ids = module.security.application_security_group_ids
  disk_encryption_set_id         = module.protection.disk_encryption_set_id
  encryption_at_host             = var.encryption_at_host
  disk_sources                   = var.disk_sources
  snapshot_resource_group_name   = var.snapshot_resource_group_name
  trusted_launch_servers         = var.trusted_launch_servers
  recovery_vault                 = module.protection.recovery_vault
  backup_policy_ids              = module.protection.backup_policy_ids
  capacity_group_ids             = module.capacity.group_ids

  servers = {
    for key, server in var.servers : key => merge(server, {
      size = var.mode == "standby" ? coalesce(server.standby_size, server.size) : server.size

      # Capacity is reserved of the full size: a smaller server would be refused.
      capacity_group_key = var.mode == "standby" && server.standby_size != null ? null : server.capacity_group_key
    })
  }
}

locals {
  # What replicated machines are tried in: copies of the networks and subnets that they will be in.
  test_subnet_keys = {
    for location, site in var.replication : location => toset(flatten([
      for machine in site.machines : [for interface in machine.interfaces : interface.subnet_key]
    ]))
  }
}

module "replication" {
  source   = "../modules/replication"
  for_each = var.replication

  name                   = var.name
  location               = var.location
  primary_location       = each.key
  tags                   = local.tags
  recovery_vault         = module.protection.recovery_vault
  disk_encryption_set_id = module.protection.disk_encryption_set_id
  capacity_group_ids     = module.capacity.group_ids
  vpc_ids                = module.network.vpc_ids
  subnet_names           = module.network.subnet_names
  networks               = each.value.networks
  source_subnet_ids      = each.value.source_subnet_ids
  machines               = each.value.machines
  recovery_plans         = each.value.recovery_plans
  test_networks          = { for key in toset([for machine in each.value.machines : machine.vpc_key]) : key => { blocks = var.vpcs[key].blocks } }

  test_subnets = {
    for key in local.test_subnet_keys[each.key] : key => {
      name    = var.subnets[key].resource_name
      vpc_key = var.subnets[key].vpc_key
      block   = var.subnets[key].block
    }
  }
}

module "traffic" {
  source = "../modules/traffic"

  name                = var.name
  resource_group_name = azurerm_resource_group.this.name
  tags                = local.tags
  public_records      = var.public_records
}
