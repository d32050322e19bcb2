# Ways to networks of others: VPN gateways, and gateways and hubs that are there already.
module "gateways" {
  source = "../modules/gateways"

  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  tags                = local.tags
  zones               = var.zones
  vpc_ids             = module.network.vpc_ids
  vpc_names           = module.network.vpc_names
  subnet_ids          = module.network.subnet_ids
  vpn_gateways        = var.vpn_gateways
  remote_gateways     = var.remote_gateways
  vpn_connections     = var.vpn_connections
  used_gateways       = var.used_gateways
  used_hubs           = var.used_hubs
  bgp_addresses       = var.vpn_bgp_addresses
  shared_keys         = var.vpn_shared_keys
  sku                 = var.vpn_gateway_sku
}
