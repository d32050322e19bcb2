# What serves all the time: load balancers with a standing server behind them, endpoints of services, and public names.

# A load balancer or endpoint takes any free address of its subnet, and must not take one that a server will need.
resource "aws_ec2_subnet_cidr_reservation" "server" {
  for_each = var.reserved_addresses

  subnet_id        = module.network.subnet_ids[each.value.subnet_key]
  cidr_block       = "${each.value.address}/32"
  reservation_type = "explicit"
  description      = each.key
}

module "balancers" {
  source = "../modules/balancers"

  certificates        = var.certificates
  access_log_bucket   = var.access_log_bucket
  deletion_protection = true
  listeners           = var.listeners
  listener_rules      = var.listener_rules

  target_pools = { for key, pool in var.target_pools : key => merge(pool, { vpc_id = module.network.vpc_ids[pool.vpc_key] }) }

  balancers = {
    for key, balancer in var.balancers : key => merge(balancer, {
      security_group_ids = [for group_key in balancer.security_group_keys : module.security.security_group_ids[group_key]]
      subnets = [
        for subnet_key, address in balancer.subnets : {
          subnet_id = module.network.subnet_ids[subnet_key]
          address   = address == "" ? null : address
        }
      ]
    })
  }

  depends_on = [aws_ec2_subnet_cidr_reservation.server]
}

resource "aws_lb_target_group_attachment" "standby" {
  for_each = var.pool_targets

  target_group_arn = module.balancers.target_group_arns[each.value.target_pool_key]
  target_id        = each.value.address != null ? each.value.address : module.standby.servers[each.value.server_key].instance_id
  port             = each.value.port
}

module "endpoints" {
  source = "../modules/endpoints"

  endpoints = {
    for key, endpoint in var.endpoints : key => merge(endpoint, {
      vpc_id             = module.network.vpc_ids[endpoint.vpc_key]
      route_table_ids    = [for table_key in endpoint.route_table_keys : module.network.route_table_ids[table_key]]
      security_group_ids = [for group_key in endpoint.security_group_keys : module.security.security_group_ids[group_key]]
      subnets = [
        for subnet_key, address in endpoint.subnets : {
          subnet_id = module.network.subnet_ids[subnet_key]
          address   = address == "" ? null : address
        }
      ]
    })
  }

  depends_on = [aws_ec2_subnet_cidr_reservation.server]
}

# The primary answers as long as it is well. Names whose load balancer a failover makes get their second answer there.
module "dns" {
  source = "../modules/dns"

  with_primary     = true
  public_zones     = var.public_zones
  failover_records = var.failover_records
  health_checks    = var.dns_health_checks
  dns_override     = var.dns_override
  balancers        = module.balancers.balancers
}
