# What a drill or a failover makes, and what is destroyed after a drill.

locals {
  drill = var.mode == "drill"

  # A drill must not be backed up as if it were the real server.
  mode_tags = { "drplan:mode" = var.mode }
  kept_tags = {
    for key, server in var.servers : key => {
      for name, value in server.tags : name => value if !(local.drill && name == "drplan:backup")
    }
  }
}

# No rule at all: servers of a drill reach nothing, and nothing reaches them. The groups stand in both
# modes, so that a drill becomes a failover without deleting a group that servers are just leaving.
resource "aws_security_group" "drill" {
  for_each = var.foundation.vpc_ids

  name        = "${var.name}-drill-${each.key}"
  description = "Closed: servers of a drill"
  vpc_id      = each.value

  tags = { Name = "drill", "drplan:role" = "drill" }
}

module "servers" {
  source = "../modules/compute"

  name                  = "${var.name}-recovery"
  images                = var.images
  image_owners          = var.image_owners
  snapshots             = var.snapshots
  kms_key_arn           = var.foundation.kms_key_arn
  instance_profile_name = var.foundation.instance_profile_name
  volume_tags           = merge(var.tags, local.mode_tags)

  servers = {
    for key, server in var.servers : key => merge(server, {
      full_instance_type = server.instance_type
      tags               = merge(local.kept_tags[key], local.mode_tags)
      interfaces = {
        for index, interface in server.interfaces : index => {
          subnet_id = var.foundation.subnet_ids[interface.subnet_key]
          addresses = interface.addresses
          forwards  = coalesce(interface.forwards, false)
          security_group_ids = (
            local.drill
            ? [aws_security_group.drill[var.foundation.subnet_vpc_keys[interface.subnet_key]].id]
            : [for group_key in interface.security_group_keys : var.foundation.security_group_ids[group_key]]
          )
        }
      }
    }) if server.wave <= var.up_to_wave
  }
}

# In a drill they lead to the drill's own servers, which are closed off.
resource "aws_route" "appliance" {
  for_each = {
    for key, route in var.appliance_routes : key => route
    if contains(keys(local.launched), route.server_key) || try(var.servers[route.server_key].wave <= var.up_to_wave, false)
  }

  route_table_id              = var.foundation.route_table_ids[each.value.route_table_key]
  destination_cidr_block      = each.value.family == 4 ? each.value.destination : null
  destination_ipv6_cidr_block = each.value.family == 6 ? each.value.destination : null
  network_interface_id        = local.interface_ids["${each.value.server_key}/${each.value.interface}"]
}
