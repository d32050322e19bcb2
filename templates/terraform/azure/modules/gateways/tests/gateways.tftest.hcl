# Without a subscription: terraform init && terraform test
mock_provider "azurerm" {
  mock_data "azurerm_virtual_network_gateway" {
    defaults = {
      ip_configuration = [{
        id        = "i", name = "i", private_ip_address = "10.0.0.4", private_ip_address_allocation = "Dynamic", public_ip_address_id = "p"
        subnet_id = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub-net/subnets/GatewaySubnet"
      }]
    }
  }

  mock_resource "azurerm_public_ip" {
    defaults = { id = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/test/providers/Microsoft.Network/publicIPAddresses/a" }
  }

  mock_resource "azurerm_virtual_network_gateway" {
    defaults = { id = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/test/providers/Microsoft.Network/virtualNetworkGateways/a" }
  }

  mock_resource "azurerm_local_network_gateway" {
    defaults = { id = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/test/providers/Microsoft.Network/localNetworkGateways/a" }
  }
}

variables {
  resource_group_name = "test"
  location            = "westeurope"
  tags                = {}
  zones               = ["1", "2", "3"]
  sku                 = "VpnGw1AZ"
  vpc_ids             = { shop = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/test/providers/Microsoft.Network/virtualNetworks/shop" }
  vpc_names           = { shop = "shop" }
  subnet_ids          = { gateways = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/test/providers/Microsoft.Network/virtualNetworks/shop/subnets/GatewaySubnet" }
  vpn_gateways        = { office = { name = "Office", subnet_key = "gateways", asn = 64520 } }
  remote_gateways = {
    berlin = { name = "Berlin", address = "203.0.113.5", blocks = ["192.168.0.0/24"] }
    lyon   = { name = "Lyon", address = "203.0.113.6", asn = 65010, blocks = [] }
  }
  vpn_connections = {
    berlin = { name = "Berlin", vpn_gateway_key = "office", remote_gateway_key = "berlin", dynamic = false }
    lyon   = { name = "Lyon", vpn_gateway_key = "office", remote_gateway_key = "lyon", dynamic = true }
  }
  bgp_addresses = { lyon = "192.168.20.1" }
  shared_keys   = { berlin = "only-of-this-test-1", lyon = "only-of-this-test-2" }
  used_gateways = { line = { gateway_id = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/hub/providers/Microsoft.Network/virtualNetworkGateways/line", vpc_key = "shop" } }
  used_hubs     = { wan = { hub_id = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/hub/providers/Microsoft.Network/virtualHubs/wan", vpc_key = "shop" } }
}

run "connects_by_static_routes_or_by_bgp" {
  assert {
    condition     = azurerm_virtual_network_gateway.this["office"].bgp_enabled && azurerm_virtual_network_gateway.this["office"].bgp_settings[0].asn == 64520
    error_message = "A gateway speaks BGP when a connection does."
  }

  assert {
    condition     = length(azurerm_local_network_gateway.this["berlin"].bgp_settings) == 0 && azurerm_local_network_gateway.this["lyon"].bgp_settings[0].bgp_peering_address == "192.168.20.1"
    error_message = "BGP is for devices with an ASN."
  }

  assert {
    condition     = !azurerm_virtual_network_gateway_connection.this["berlin"].bgp_enabled && azurerm_virtual_network_gateway_connection.this["lyon"].bgp_enabled
    error_message = "Connections are dynamic where the plan says so."
  }

  assert {
    condition     = nonsensitive(azurerm_virtual_network_gateway_connection.this["lyon"].shared_key) == "only-of-this-test-2"
    error_message = "Each connection has its own key."
  }
}

run "reaches_what_is_there" {
  assert {
    condition     = azurerm_virtual_network_peering.from_gateway["line"].virtual_network_name == "hub-net" && azurerm_virtual_network_peering.from_gateway["line"].allow_gateway_transit
    error_message = "The network of the gateway lends it."
  }

  assert {
    condition     = azurerm_virtual_network_peering.to_gateway["line"].use_remote_gateways && azurerm_virtual_network_peering.to_gateway["line"].virtual_network_name == "shop"
    error_message = "The network of the plan uses it."
  }

  assert {
    condition     = endswith(azurerm_virtual_hub_connection.this["wan"].virtual_hub_id, "/virtualHubs/wan")
    error_message = "A hub is joined."
  }
}
