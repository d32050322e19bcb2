resource "azurerm_application_security_group" "this" {
  for_each = var.application_security_groups

  name                = each.key
  resource_group_name = var.resource_group_name
  location            = var.location

  tags = merge(var.tags, { Name = each.value.name })
}

resource "azurerm_network_security_group" "this" {
  for_each = var.network_security_groups

  name                = each.key
  resource_group_name = var.resource_group_name
  location            = var.location

  tags = merge(var.tags, { Name = each.value.name })
}

# Each is named by what Azure tells rules apart by, direction and priority: so a rule that takes the priority of another
# is that one changed, and never made beside it, which Azure would refuse. The description says where it comes from.
resource "azurerm_network_security_rule" "this" {
  for_each = var.network_security_rules

  name                        = "${lower(each.value.direction)}-${each.value.priority}"
  resource_group_name         = var.resource_group_name
  network_security_group_name = azurerm_network_security_group.this[each.value.group_key].name
  description                 = each.value.description
  priority                    = each.value.priority
  direction                   = each.value.direction
  access                      = each.value.access
  protocol                    = each.value.protocol
  source_port_range           = length(each.value.source_ports) == 0 ? "*" : null
  source_port_ranges          = length(each.value.source_ports) == 0 ? null : each.value.source_ports
  destination_port_range      = length(each.value.destination_ports) == 0 ? "*" : null
  destination_port_ranges     = length(each.value.destination_ports) == 0 ? null : each.value.destination_ports

  source_address_prefix   = each.value.source.tag
  source_address_prefixes = length(each.value.source.blocks) == 0 ? null : each.value.source.blocks
  source_application_security_group_ids = (
    length(each.value.source.group_keys) == 0
    ? null
    : [for key in each.value.source.group_keys : azurerm_application_security_group.this[key].id]
  )

  destination_address_prefix   = each.value.destination.tag
  destination_address_prefixes = length(each.value.destination.blocks) == 0 ? null : each.value.destination.blocks
  destination_application_security_group_ids = (
    length(each.value.destination.group_keys) == 0
    ? null
    : [for key in each.value.destination.group_keys : azurerm_application_security_group.this[key].id]
  )
}

# A subnet comes behind its group when the group is filled: an empty one would close it for a while.
resource "azurerm_subnet_network_security_group_association" "this" {
  for_each = merge({}, [
    for group_key, group in var.network_security_groups : {
      for subnet_key in group.subnet_keys : subnet_key => group_key
    }
  ]...)

  subnet_id                 = var.subnet_ids[each.key]
  network_security_group_id = azurerm_network_security_group.this[each.value].id

  # Rules name their group, and no association names its rules.
  depends_on = [azurerm_network_security_rule.this]
}
