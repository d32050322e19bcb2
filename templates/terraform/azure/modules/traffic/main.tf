# A name that leads to the primary site while that answers, and to the recovery site when it does not. Nobody asks it until a
# record of the public zone (a CNAME) leads to it.
resource "azurerm_traffic_manager_profile" "this" {
  for_each = var.public_records

  name                   = "${var.name}-${each.key}"
  resource_group_name    = var.resource_group_name
  traffic_routing_method = "Priority"

  dns_config {
    relative_name = "${var.name}-${each.key}"
    ttl           = each.value.ttl_seconds
  }

  # The longest that Azure lets a site be silent is four checks with these: the day is decided by people, not by one lost packet.
  monitor_config {
    protocol                     = each.value.protocol
    port                         = each.value.port
    path                         = each.value.protocol == "TCP" ? null : each.value.path
    interval_in_seconds          = 30
    timeout_in_seconds           = 10
    tolerated_number_of_failures = 3
  }

  tags = var.tags
}

resource "azurerm_traffic_manager_external_endpoint" "primary" {
  for_each = var.public_records

  name       = "primary"
  profile_id = azurerm_traffic_manager_profile.this[each.key].id
  target     = each.value.primary_target
  priority   = 1
}

resource "azurerm_traffic_manager_external_endpoint" "recovery" {
  for_each = var.public_records

  name       = "recovery"
  profile_id = azurerm_traffic_manager_profile.this[each.key].id
  target     = each.value.recovery_target
  priority   = 2
}
