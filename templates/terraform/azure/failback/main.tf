# Servers that are lost at the primary site, made again where they were. What stands there still is looked up, and never
# changed.

locals {
  made = {
    for key in setintersection(var.lost, keys(var.servers)) : key => var.servers[key]
    if var.servers[key].wave <= var.up_to_wave
  }

  tags = merge(var.tags, { "drplan:root" = "failback" })

  interfaces = flatten([for server in local.made : values(server.interfaces)])

  addresses = {
    for subnet_key, addresses in {
      for interface in local.interfaces : interface.subnet_key => interface.addresses...
    } : subnet_key => flatten(addresses)
  }

  network_security_group_keys = toset([
    for interface in local.interfaces : interface.network_security_group_key if interface.network_security_group_key != null
  ])

  application_security_group_keys = toset(flatten([for interface in local.interfaces : interface.application_security_group_keys]))

  # Where a subnet or group is, by its id: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/…
  places = {
    for id in toset(concat(values(var.subnets), values(var.network_security_groups), values(var.application_security_groups))) :
    id => split("/", id)
  }
}

# Looked up by where the inventory found it: one that is gone stops the plan, with its key, before anything is made.
data "azurerm_subnet" "this" {
  for_each = toset(keys(local.addresses))

  name                 = local.places[var.subnets[each.key]][10]
  virtual_network_name = local.places[var.subnets[each.key]][8]
  resource_group_name  = local.places[var.subnets[each.key]][4]

  lifecycle {
    postcondition {
      condition     = lower(self.id) == lower(var.subnets[each.key])
      error_message = "Subnet ${each.key} is ${self.id}, and the servers were in ${var.subnets[each.key]}: is this another subscription?"
    }

    postcondition {
      condition = alltrue([
        for address in local.addresses[each.key] : anytrue([
          for block in self.address_prefixes :
          cidrhost("${address}/${split("/", block)[1]}", 0) == cidrhost(block, 0) if !strcontains(block, ":")
        ])
      ])
      error_message = "Subnet ${each.key} has the blocks ${join(", ", self.address_prefixes)} now, and the servers had ${join(", ", local.addresses[each.key])}: it is not the subnet that they were in."
    }
  }
}

data "azurerm_network_security_group" "this" {
  for_each = local.network_security_group_keys

  name                = local.places[var.network_security_groups[each.key]][8]
  resource_group_name = local.places[var.network_security_groups[each.key]][4]
}

data "azurerm_application_security_group" "this" {
  for_each = local.application_security_group_keys

  name                = local.places[var.application_security_groups[each.key]][8]
  resource_group_name = local.places[var.application_security_groups[each.key]][4]
}

# Of its own, so that what is made again never stands among what was lost.
resource "azurerm_resource_group" "this" {
  for_each = toset(length(local.made) > 0 ? ["servers"] : [])

  name     = "${var.name}-failback"
  location = var.location

  tags = local.tags
}

module "servers" {
  source = "./modules/compute"

  resource_group_name            = one([for group in azurerm_resource_group.this : group.name])
  location                       = var.location
  tags                           = local.tags
  subnet_ids                     = { for key, subnet in data.azurerm_subnet.this : key => subnet.id }
  network_security_group_ids     = { for key, group in data.azurerm_network_security_group.this : key => group.id }
  application_security_group_ids = { for key, group in data.azurerm_application_security_group.this : key => group.id }
  disk_encryption_set_id         = var.disk_encryption_set_id
  encryption_at_host             = var.encryption_at_host
  disk_sources                   = var.disk_sources
  snapshot_resource_group_name   = var.snapshot_resource_group_name
  trusted_launch_servers         = var.trusted_launch_servers

  # Backups are taken up again by whoever took them at the primary site.
  recovery_vault    = null
  backup_policy_ids = {}

  servers = local.made
}
