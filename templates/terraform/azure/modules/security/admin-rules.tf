# Rules that are read before those of all network security groups. They are made by a network manager, which the
# subscription has one of at most with this access, and only where the primary site has such rules.
data "azurerm_client_config" "current" {}

locals {
  managers = toset(length(var.admin_rule_collections) > 0 ? [var.name] : [])
}

resource "azurerm_network_manager" "this" {
  for_each = local.managers

  name                = each.key
  resource_group_name = var.resource_group_name
  location            = var.location
  scope_accesses      = ["SecurityAdmin"]

  scope {
    subscription_ids = ["/subscriptions/${data.azurerm_client_config.current.subscription_id}"]
  }

  tags = var.tags
}

resource "azurerm_network_manager_network_group" "this" {
  for_each = var.admin_rule_collections

  name               = each.key
  network_manager_id = azurerm_network_manager.this[var.name].id

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_network_manager_static_member" "this" {
  for_each = var.admin_rule_collections

  name                      = each.value.vpc_key
  network_group_id          = azurerm_network_manager_network_group.this[each.key].id
  target_virtual_network_id = var.vpc_ids[each.value.vpc_key]

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_network_manager_security_admin_configuration" "this" {
  for_each = local.managers

  name               = each.key
  network_manager_id = azurerm_network_manager.this[each.key].id
}

resource "azurerm_network_manager_admin_rule_collection" "this" {
  for_each = var.admin_rule_collections

  name                            = each.key
  description                     = each.value.name
  security_admin_configuration_id = azurerm_network_manager_security_admin_configuration.this[var.name].id
  network_group_ids               = [azurerm_network_manager_network_group.this[each.key].id]

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_network_manager_admin_rule" "this" {
  for_each = var.admin_rules

  name                     = "${lower(each.value.direction)}-${each.value.priority}"
  admin_rule_collection_id = azurerm_network_manager_admin_rule_collection.this[each.value.collection_key].id
  description              = each.value.description
  priority                 = each.value.priority
  direction                = each.value.direction
  action                   = each.value.action
  protocol                 = each.value.protocol
  source_port_ranges       = each.value.source_ports
  destination_port_ranges  = each.value.destination_ports

  dynamic "source" {
    for_each = each.value.sources

    content {
      address_prefix      = source.value.prefix
      address_prefix_type = source.value.type
    }
  }

  dynamic "destination" {
    for_each = each.value.destinations

    content {
      address_prefix      = destination.value.prefix
      address_prefix_type = destination.value.type
    }
  }
}

# Rules count from here on. What is deployed is a copy: the trigger deploys it again when a rule changes.
resource "azurerm_network_manager_deployment" "this" {
  for_each = local.managers

  network_manager_id = azurerm_network_manager.this[each.key].id
  location           = var.location
  scope_access       = "SecurityAdmin"
  configuration_ids  = [azurerm_network_manager_security_admin_configuration.this[each.key].id]
  triggers           = { rules = sha256(jsonencode([var.admin_rule_collections, var.admin_rules])) }

  # The configuration names neither its rules nor the members of its groups.
  depends_on = [azurerm_network_manager_admin_rule.this, azurerm_network_manager_static_member.this]
}
