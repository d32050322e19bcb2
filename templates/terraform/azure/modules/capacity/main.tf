# Capacity that is paid for from now on, so that it is there on the day: servers name the group that they take it from. A group
# is of zones or of none, and what it holds too.
locals {
  group_keys = toset([for reservation in var.capacity : reservation.zone == null ? "regional" : "zonal"])
}

resource "azurerm_capacity_reservation_group" "this" {
  for_each = local.group_keys

  name                = "${var.name}-${each.key}"
  resource_group_name = var.resource_group_name
  location            = var.location
  zones               = each.key == "zonal" ? var.zones : null

  tags = var.tags
}

resource "azurerm_capacity_reservation" "this" {
  for_each = var.capacity

  name                          = each.key
  capacity_reservation_group_id = azurerm_capacity_reservation_group.this[each.value.zone == null ? "regional" : "zonal"].id
  zone                          = each.value.zone

  sku {
    name     = each.value.size
    capacity = each.value.servers
  }

  tags = var.tags
}
