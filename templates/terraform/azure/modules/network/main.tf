# A VNet is called by two characters at least; no key ends with an underscore.
resource "azurerm_virtual_network" "this" {
  for_each = var.vpcs

  name                = length(each.key) > 1 ? each.key : "${each.key}_"
  resource_group_name = var.resource_group_name
  location            = var.location
  address_space       = each.value.blocks
  dns_servers         = length(each.value.dns_servers) > 0 ? each.value.dns_servers : null

  tags = merge(var.tags, { Name = each.value.name })

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

# Nothing leaves by the address that Azure lends to machines without one of their own: what leaves goes by a route.
resource "azurerm_subnet" "this" {
  for_each = var.subnets

  name                              = each.value.resource_name
  resource_group_name               = var.resource_group_name
  virtual_network_name              = azurerm_virtual_network.this[each.value.vpc_key].name
  address_prefixes                  = [each.value.block]
  default_outbound_access_enabled   = false
  private_endpoint_network_policies = "Enabled"

  # As above.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_route_table" "this" {
  for_each = var.route_tables

  name                          = each.key
  resource_group_name           = var.resource_group_name
  location                      = var.location
  bgp_route_propagation_enabled = each.value.learns

  tags = merge(var.tags, { Name = each.value.name })

  # As above.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_route" "this" {
  for_each = var.routes

  name                   = each.key
  resource_group_name    = var.resource_group_name
  route_table_name       = azurerm_route_table.this[each.value.route_table_key].name
  address_prefix         = each.value.destination
  next_hop_type          = each.value.next_hop_type
  next_hop_in_ip_address = each.value.next_hop_address
}

# Only both ways together let anything pass. Gateways behind a peer are not used: there are none.
resource "azurerm_virtual_network_peering" "this" {
  for_each = var.peerings

  name                         = each.key
  resource_group_name          = var.resource_group_name
  virtual_network_name         = azurerm_virtual_network.this[each.value.vpc_key].name
  remote_virtual_network_id    = azurerm_virtual_network.this[each.value.peer_vpc_key].id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = each.value.forwards
}

resource "azurerm_subnet_route_table_association" "this" {
  for_each = { for key, subnet in var.subnets : key => subnet if subnet.route_table_key != null }

  subnet_id      = azurerm_subnet.this[each.key].id
  route_table_id = azurerm_route_table.this[each.value.route_table_key].id
}

# The address is in every zone; a NAT gateway is in one of them that Azure chooses, whatever it is asked for.
resource "azurerm_public_ip" "nat" {
  for_each = var.nat_gateways

  name                = "nat-${each.key}"
  resource_group_name = var.resource_group_name
  location            = var.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = length(var.zones) > 0 ? var.zones : null

  tags = merge(var.tags, { Name = var.vpcs[each.key].name })

  # As above.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_nat_gateway" "this" {
  for_each = var.nat_gateways

  name                = "nat-${each.key}"
  resource_group_name = var.resource_group_name
  location            = var.location
  sku_name            = "Standard"

  tags = merge(var.tags, { Name = var.vpcs[each.key].name })

  # As above.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_nat_gateway_public_ip_association" "this" {
  for_each = var.nat_gateways

  nat_gateway_id       = azurerm_nat_gateway.this[each.key].id
  public_ip_address_id = azurerm_public_ip.nat[each.key].id
}

resource "azurerm_subnet_nat_gateway_association" "this" {
  for_each = merge({}, [
    for vpc_key, gateway in var.nat_gateways : { for subnet_key in gateway.subnet_keys : subnet_key => vpc_key }
  ]...)

  subnet_id      = azurerm_subnet.this[each.key].id
  nat_gateway_id = azurerm_nat_gateway.this[each.value].id
}

# Its name has 80 characters at most, and a key 48. Of the whole VNet: logs of single network security groups can no longer be made (Microsoft, September 2027: retired).
resource "azurerm_network_watcher_flow_log" "this" {
  for_each = var.vpcs

  name                 = "${substr(var.name, 0, 31)}-${each.key}"
  network_watcher_name = coalesce(var.network_watcher.name, "NetworkWatcher_${var.location}")
  resource_group_name  = var.network_watcher.resource_group_name
  location             = var.location
  target_resource_id   = azurerm_virtual_network.this[each.key].id
  storage_account_id   = var.flow_log_storage_id
  enabled              = true
  version              = 2

  retention_policy {
    enabled = true
    days    = var.log_retention_days
  }

  tags = merge(var.tags, { Name = each.value.name })

  # As above.
  lifecycle {
    ignore_changes = [name]
  }
}
