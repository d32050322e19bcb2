# What serves during a recovery: load balancers of the servers here, and who joins those that stand.

locals {
  made_servers  = toset([for key, server in var.servers : key if server.wave <= var.up_to_wave])
  own_pool_keys = toset([for listener in var.listeners : listener.target_pool_key])

  # Servers of a drill stay out of the load balancers that stand in foundation/.
  pool_targets = {
    for key, target in var.pool_targets : key => target
    if contains(local.made_servers, target.server_key) && !(local.drill && !contains(local.own_pool_keys, target.target_pool_key))
  }
}

module "balancers" {
  source = "../modules/balancers"

  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  tags                = local.tags
  zones               = var.zones
  subnet_ids          = var.foundation.subnet_ids
  balancers           = var.balancers
  listeners           = var.listeners
}

resource "azurerm_network_interface_backend_address_pool_association" "this" {
  for_each = local.pool_targets

  network_interface_id    = module.servers.network_interface_ids["${each.value.server_key}/${each.value.interface_key}"]
  ip_configuration_name   = "address-${each.value.address_index}"
  backend_address_pool_id = merge(var.foundation.target_pool_ids, module.balancers.target_pool_ids)[each.value.target_pool_key]
}
