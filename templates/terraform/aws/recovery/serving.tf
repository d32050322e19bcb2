# What serves during a recovery: load balancers of the servers here, private names, and the second answer of public ones.

locals {
  made_servers = { for key, server in var.servers : key => server if server.wave <= var.up_to_wave }

  # Servers of a drill stay out of the load balancers that stand in foundation/.
  pool_targets = {
    for key, target in var.pool_targets : key => target
    if(contains(keys(local.made_servers), target.server_key) || contains(keys(local.launched), target.server_key)) && !(local.drill && !contains(keys(var.target_pools), target.target_pool_key))
  }
}

module "balancers" {
  source = "../modules/balancers"

  certificates        = var.certificates
  access_log_bucket   = var.access_log_bucket
  deletion_protection = false
  tags                = local.mode_tags
  listeners           = var.listeners
  listener_rules      = var.listener_rules

  target_pools = { for key, pool in var.target_pools : key => merge(pool, { vpc_id = var.foundation.vpc_ids[pool.vpc_key] }) }

  balancers = {
    for key, balancer in var.balancers : key => merge(balancer, {
      # One without groups stays so: AWS gives it none later.
      security_group_ids = (
        local.drill && length(balancer.security_group_keys) > 0
        ? distinct([for subnet_key in keys(balancer.subnets) : aws_security_group.drill[var.foundation.subnet_vpc_keys[subnet_key]].id])
        : [for group_key in balancer.security_group_keys : var.foundation.security_group_ids[group_key]]
      )
      subnets = [
        for subnet_key, address in balancer.subnets : {
          subnet_id = var.foundation.subnet_ids[subnet_key]
          address   = address == "" ? null : address
        }
      ]
    })
  }
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = local.pool_targets

  target_group_arn = merge(var.foundation.target_group_arns, module.balancers.target_group_arns)[each.value.target_pool_key]
  target_id        = each.value.address != null ? each.value.address : local.instance_ids[each.value.server_key]
  port             = each.value.port
}

# Only in a failover: standing servers see these zones too, and during a drill they must find the primary site.
module "dns" {
  source = "../modules/dns"

  public_zones     = local.drill ? {} : var.foundation.public_zones
  failover_records = var.failover_records
  balancers        = merge(var.foundation.balancers, module.balancers.balancers)
  private_records  = local.drill ? {} : var.private_records

  private_zones = {
    for key, zone in var.private_zones : key => {
      name    = zone.name
      vpc_ids = [for vpc_key in zone.vpc_keys : var.foundation.vpc_ids[vpc_key]]
    } if !local.drill
  }
}
