# for_each over keys alone, and ids put together once: see modules/compute.
locals {
  rule_keys                      = toset(keys(var.network_security_rules))
  group_names                    = { for key, group in azurerm_network_security_group.this : key => group.name }
  application_security_group_ids = { for key, group in azurerm_application_security_group.this : key => group.id }

  guarded_subnets = merge({}, [
    for group_key, group in var.network_security_groups : {
      for subnet_key in group.subnet_keys : subnet_key => group_key
    }
  ]...)
}

resource "azurerm_application_security_group" "this" {
  for_each = var.application_security_groups

  name                = each.key
  resource_group_name = var.resource_group_name
  location            = var.location

  tags = merge(var.tags, { Name = each.value.name })

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_network_security_group" "this" {
  for_each = var.network_security_groups

  name                = each.key
  resource_group_name = var.resource_group_name
  location            = var.location

  tags = merge(var.tags, { Name = each.value.name })

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

# Each is named by what Azure tells rules apart by, direction and priority: so a rule that takes the priority of another
# is that one changed, and never made beside it, which Azure would refuse. The description says where it comes from.
resource "azurerm_network_security_rule" "this" {
  for_each = local.rule_keys

  name                        = "${lower(var.network_security_rules[each.key].direction)}-${var.network_security_rules[each.key].priority}"
  resource_group_name         = var.resource_group_name
  network_security_group_name = local.group_names[var.network_security_rules[each.key].group_key]
  description                 = var.network_security_rules[each.key].description
  priority                    = var.network_security_rules[each.key].priority
  direction                   = var.network_security_rules[each.key].direction
  access                      = var.network_security_rules[each.key].access
  protocol                    = var.network_security_rules[each.key].protocol
  source_port_range           = length(var.network_security_rules[each.key].source_ports) == 0 ? "*" : null
  source_port_ranges          = length(var.network_security_rules[each.key].source_ports) == 0 ? null : var.network_security_rules[each.key].source_ports
  destination_port_range      = length(var.network_security_rules[each.key].destination_ports) == 0 ? "*" : null
  destination_port_ranges     = length(var.network_security_rules[each.key].destination_ports) == 0 ? null : var.network_security_rules[each.key].destination_ports

  source_address_prefix   = var.network_security_rules[each.key].source.tag
  source_address_prefixes = length(var.network_security_rules[each.key].source.blocks) == 0 ? null : var.network_security_rules[each.key].source.blocks
  source_application_security_group_ids = (
    length(var.network_security_rules[each.key].source.group_keys) == 0
    ? null
    : [for key in var.network_security_rules[each.key].source.group_keys : local.application_security_group_ids[key]]
  )

  destination_address_prefix   = var.network_security_rules[each.key].destination.tag
  destination_address_prefixes = length(var.network_security_rules[each.key].destination.blocks) == 0 ? null : var.network_security_rules[each.key].destination.blocks
  destination_application_security_group_ids = (
    length(var.network_security_rules[each.key].destination.group_keys) == 0
    ? null
    : [for key in var.network_security_rules[each.key].destination.group_keys : local.application_security_group_ids[key]]
  )
}

# A subnet comes behind its group when the group is filled: an empty one would close it for a while.
resource "azurerm_subnet_network_security_group_association" "this" {
  for_each = local.guarded_subnets

  subnet_id                 = var.subnet_ids[each.key]
  network_security_group_id = azurerm_network_security_group.this[each.value].id

  # Rules name their group, and no association names its rules.
  depends_on = [azurerm_network_security_rule.this]
}
