# Load balancers that pass packets on: a front, pools of cards, and for each listener a rule and a probe. Who is in a pool is
# said where its servers are.
locals {
  public_keys = toset([for key, balancer in var.balancers : key if balancer.subnet_key == null])
  probed_keys = toset([for key, listener in var.listeners : key if listener.probe != null])

  # A pool belongs to one balancer; its key names both.
  pools = { for listener in var.listeners : listener.target_pool_key => listener.balancer_key... }
}

resource "azurerm_public_ip" "this" {
  for_each = local.public_keys

  name                = "lb-${each.key}"
  resource_group_name = var.resource_group_name
  location            = var.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = length(var.zones) > 0 ? var.zones : null

  tags = merge(var.tags, { Name = var.balancers[each.key].label })
}

# In all zones: of a front inside the network that is said here, of a public one by its address.
resource "azurerm_lb" "this" {
  for_each = var.balancers

  name                = each.key
  resource_group_name = var.resource_group_name
  location            = var.location
  sku                 = "Standard"

  frontend_ip_configuration {
    name                          = "front"
    subnet_id                     = each.value.subnet_key == null ? null : var.subnet_ids[each.value.subnet_key]
    private_ip_address            = each.value.address
    private_ip_address_allocation = each.value.subnet_key == null ? null : (each.value.address == null ? "Dynamic" : "Static")
    public_ip_address_id          = each.value.subnet_key == null ? azurerm_public_ip.this[each.key].id : null
    zones                         = each.value.subnet_key != null && length(var.zones) > 0 ? var.zones : null
  }

  tags = merge(var.tags, { Name = each.value.label })
}

resource "azurerm_lb_backend_address_pool" "this" {
  for_each = local.pools

  name            = split("/", each.key)[1]
  loadbalancer_id = azurerm_lb.this[each.value[0]].id
}

resource "azurerm_lb_probe" "this" {
  for_each = local.probed_keys

  name                = each.key
  loadbalancer_id     = azurerm_lb.this[var.listeners[each.key].balancer_key].id
  protocol            = var.listeners[each.key].probe.protocol
  port                = var.listeners[each.key].probe.port
  request_path        = var.listeners[each.key].probe.path
  interval_in_seconds = 5
  probe_threshold     = 2
}

# A public rule would lend its members the address of the front as a way out. They have the way that the plan says, by the
# NAT gateway of their subnet or none.
resource "azurerm_lb_rule" "this" {
  for_each = var.listeners

  name                           = each.key
  loadbalancer_id                = azurerm_lb.this[each.value.balancer_key].id
  frontend_ip_configuration_name = "front"
  protocol                       = each.value.protocol
  frontend_port                  = each.value.port
  backend_port                   = each.value.target_port
  backend_address_pool_ids       = [azurerm_lb_backend_address_pool.this[each.value.target_pool_key].id]
  probe_id                       = each.value.probe == null ? null : azurerm_lb_probe.this[each.key].id
  floating_ip_enabled            = each.value.keeps_address
  disable_outbound_snat          = var.balancers[each.value.balancer_key].subnet_key == null
  tcp_reset_enabled              = each.value.protocol == "Tcp"
}
