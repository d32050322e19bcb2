# Private names with the addresses of the recovery site, for its own networks. A drill answers none: machines that stand all
# the time must not be led to those of a drill.
locals {
  zones = { for key, known in var.private_records : key => known if contains(var.private_zones, known.zone) && !local.drill }

  balancer_addresses = merge(var.foundation.balancer_addresses, module.balancers.addresses)

  zone_links = merge({}, [
    for zone_key, known in local.zones : {
      for vpc_key in coalesce(known.vpc_keys, keys(var.foundation.vpc_ids)) : "${zone_key}/${vpc_key}" => { zone_key = zone_key, vpc_key = vpc_key }
    }
  ]...)

  zone_records = merge({}, [
    for zone_key, known in local.zones : {
      for name, record in known.records : "${zone_key}/${name}" => merge(record, { zone_key = zone_key, name = name })
    }
  ]...)
}

resource "azurerm_private_dns_zone" "this" {
  for_each = local.zones

  name                = each.value.zone
  resource_group_name = azurerm_resource_group.this.name

  tags = local.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "this" {
  for_each = local.zone_links

  name                  = each.value.vpc_key
  resource_group_name   = azurerm_resource_group.this.name
  private_dns_zone_name = azurerm_private_dns_zone.this[each.value.zone_key].name
  virtual_network_id    = var.foundation.vpc_ids[each.value.vpc_key]
  registration_enabled  = false

  tags = local.tags
}

resource "azurerm_private_dns_a_record" "this" {
  for_each = local.zone_records

  name                = each.value.name
  resource_group_name = azurerm_resource_group.this.name
  zone_name           = azurerm_private_dns_zone.this[each.value.zone_key].name
  ttl                 = each.value.ttl_seconds
  records             = each.value.balancer_key == null ? each.value.addresses : [local.balancer_addresses[each.value.balancer_key]]

  tags = local.tags
}
