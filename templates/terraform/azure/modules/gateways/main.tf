locals {
  dynamic_gateways = toset([for connection in var.vpn_connections : connection.vpn_gateway_key if connection.dynamic])

  # /subscriptions/<1>/resourceGroups/<2>/providers/Microsoft.Network/virtualNetworkGateways/<3>
  named_gateways = {
    for key, used in var.used_gateways : key => {
      resource_group_name = split("/", used.gateway_id)[4]
      name                = split("/", used.gateway_id)[8]
    }
  }

  gateway_vnet_ids = {
    for key, gateway in data.azurerm_virtual_network_gateway.used :
    key => regex("^(.+)/subnets/[^/]+$", gateway.ip_configuration[0].subnet_id)[0]
  }
}

# The address is in every zone, as the gateway is.
resource "azurerm_public_ip" "this" {
  for_each = var.vpn_gateways

  name                = "vpn-${each.key}"
  resource_group_name = var.resource_group_name
  location            = var.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = length(var.zones) > 0 ? var.zones : null

  tags = merge(var.tags, { Name = each.value.name })

  # Its key is its name here, and a rename at the primary site moves the key: Azure would make it anew for its name.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_virtual_network_gateway" "this" {
  for_each = var.vpn_gateways

  name                = each.key
  resource_group_name = var.resource_group_name
  location            = var.location
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = var.sku
  active_active       = false
  bgp_enabled         = contains(local.dynamic_gateways, each.key)

  ip_configuration {
    name                          = "this"
    subnet_id                     = var.subnet_ids[each.value.subnet_key]
    public_ip_address_id          = azurerm_public_ip.this[each.key].id
    private_ip_address_allocation = "Dynamic"
  }

  dynamic "bgp_settings" {
    for_each = contains(local.dynamic_gateways, each.key) && each.value.asn != null ? [each.value.asn] : []

    content {
      asn = bgp_settings.value
    }
  }

  tags = merge(var.tags, { Name = each.value.name })

  # As above.
  lifecycle {
    ignore_changes = [name]
  }
}

# Azure asks for the address that the device speaks BGP from; nobody but its owner knows it.
resource "azurerm_local_network_gateway" "this" {
  for_each = var.remote_gateways

  name                = each.key
  resource_group_name = var.resource_group_name
  location            = var.location
  gateway_address     = each.value.address
  address_space       = each.value.blocks

  dynamic "bgp_settings" {
    for_each = each.value.asn == null ? [] : [each.value.asn]

    content {
      asn                 = bgp_settings.value
      bgp_peering_address = var.bgp_addresses[each.key]
    }
  }

  tags = merge(var.tags, { Name = each.value.name })

  # As above.
  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_virtual_network_gateway_connection" "this" {
  for_each = var.vpn_connections

  name                       = each.key
  resource_group_name        = var.resource_group_name
  location                   = var.location
  type                       = "IPsec"
  connection_protocol        = "IKEv2"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.this[each.value.vpn_gateway_key].id
  local_network_gateway_id   = azurerm_local_network_gateway.this[each.value.remote_gateway_key].id
  bgp_enabled                = each.value.dynamic
  shared_key                 = var.shared_keys[each.key]

  tags = merge(var.tags, { Name = each.value.name })

  # As above.
  lifecycle {
    ignore_changes = [name]
  }
}

data "azurerm_virtual_network_gateway" "used" {
  for_each = local.named_gateways

  name                = each.value.name
  resource_group_name = each.value.resource_group_name
}

# A gateway that is there already is reached by a peering with its network, which lends it; the way back stands in that network.
resource "azurerm_virtual_network_peering" "from_gateway" {
  for_each = var.used_gateways

  name                         = "drplan-${each.key}"
  resource_group_name          = split("/", local.gateway_vnet_ids[each.key])[4]
  virtual_network_name         = split("/", local.gateway_vnet_ids[each.key])[8]
  remote_virtual_network_id    = var.vpc_ids[each.value.vpc_key]
  allow_virtual_network_access = true
  allow_forwarded_traffic      = false
  allow_gateway_transit        = true
}

resource "azurerm_virtual_network_peering" "to_gateway" {
  for_each = var.used_gateways

  name                         = "gateway-${each.key}"
  resource_group_name          = var.resource_group_name
  virtual_network_name         = var.vpc_names[each.value.vpc_key]
  remote_virtual_network_id    = local.gateway_vnet_ids[each.key]
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
  use_remote_gateways          = true

  # Nobody may use what is not lent.
  depends_on = [azurerm_virtual_network_peering.from_gateway]
}

resource "azurerm_virtual_hub_connection" "this" {
  for_each = var.used_hubs

  name                      = "drplan-${each.key}"
  virtual_hub_id            = each.value.hub_id
  remote_virtual_network_id = var.vpc_ids[each.value.vpc_key]
}
