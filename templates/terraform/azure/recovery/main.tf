# What a drill or a failover makes, and what is destroyed after a drill.

locals {
  drill = var.mode == "drill"
  tags  = merge(var.tags, { "drplan:root" = "recovery", "drplan:mode" = var.mode })
}

resource "azurerm_resource_group" "this" {
  name     = "${var.name}-recovery"
  location = var.location

  tags = local.tags
}

# Denies everything before any other rule: servers of a drill reach nothing, and nothing reaches them, whatever the
# groups of their subnets allow. It stands in both modes, so that a drill becomes a failover without deleting a group
# that cards are just leaving.
resource "azurerm_network_security_group" "drill" {
  name                = "${var.name}-drill"
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location

  tags = local.tags
}

resource "azurerm_network_security_rule" "drill" {
  for_each = toset(["Inbound", "Outbound"])

  name                        = "closed-${lower(each.key)}"
  resource_group_name         = azurerm_resource_group.this.name
  network_security_group_name = azurerm_network_security_group.drill.name
  description                 = "Closed: servers of a drill"
  priority                    = 100
  direction                   = each.key
  access                      = "Deny"
  protocol                    = "*"
  source_port_range           = "*"
  destination_port_range      = "*"
  source_address_prefix       = "*"
  destination_address_prefix  = "*"
}

# Rules name their group, and a card must not be put behind a group without them: through this it waits for both.
locals {
  drill_group_id = length(azurerm_network_security_rule.drill) == 2 ? azurerm_network_security_group.drill.id : null
}

module "servers" {
  source = "../modules/compute"

  resource_group_name            = azurerm_resource_group.this.name
  location                       = var.location
  tags                           = local.tags
  subnet_ids                     = var.foundation.subnet_ids
  network_security_group_ids     = merge(var.foundation.network_security_group_ids, { "DRILL" = local.drill_group_id })
  application_security_group_ids = var.foundation.application_security_group_ids
  disk_encryption_set_id         = var.foundation.disk_encryption_set_id
  encryption_at_host             = var.encryption_at_host
  disk_sources                   = var.disk_sources
  snapshot_resource_group_name   = var.snapshot_resource_group_name
  trusted_launch_servers         = var.trusted_launch_servers
  recovery_vault                 = var.foundation.recovery_vault
  backup_policy_ids              = var.foundation.backup_policy_ids
  capacity_group_ids             = var.foundation.capacity_group_ids

  # A drill must not be backed up as if it were the real server, and rules must not take it for that one.
  servers = {
    for key, server in var.servers : key => merge(server, {
      backup_policy_key = local.drill ? null : server.backup_policy_key
      interfaces = {
        for index, interface in server.interfaces : index => merge(interface, {
          network_security_group_key      = local.drill ? "DRILL" : interface.network_security_group_key
          application_security_group_keys = local.drill ? [] : interface.application_security_group_keys
        })
      }
    }) if server.wave <= var.up_to_wave
  }
}
