# What serves all the time: load balancers with a standing server behind them.
module "balancers" {
  source = "../modules/balancers"

  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  tags                = local.tags
  zones               = var.zones
  subnet_ids          = module.network.subnet_ids
  balancers           = var.balancers
  listeners           = var.listeners
}

resource "azurerm_network_interface_backend_address_pool_association" "standby" {
  for_each = var.pool_targets

  network_interface_id    = module.standby.network_interface_ids["${each.value.server_key}/${each.value.interface_key}"]
  ip_configuration_name   = "address-${each.value.address_index}"
  backend_address_pool_id = module.balancers.target_pool_ids[each.value.target_pool_key]
}
