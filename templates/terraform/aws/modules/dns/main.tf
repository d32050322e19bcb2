# Private zones, and names that fail over. Public zones are not made and not owned here.
locals {
  # An alias of the recovery site answers in place of what the record said.
  failover_records = { for key, record in var.failover_records : key => record if contains(keys(var.public_zones), record.zone) }

  secondaries = { for key, record in local.failover_records : key => record if contains(keys(var.balancers), record.balancer_key) }
}

resource "aws_route53_zone" "private" {
  for_each = var.private_zones

  name    = each.value.name
  comment = "Names at the recovery site"

  dynamic "vpc" {
    for_each = toset(each.value.vpc_ids)

    content {
      vpc_id = vpc.value
    }
  }
}

resource "aws_route53_record" "private" {
  for_each = var.private_records

  zone_id = aws_route53_zone.private[each.value.zone_key].zone_id
  name    = each.value.name
  type    = each.value.type
  ttl     = local.private_aliases[each.key] == null ? each.value.ttl : null
  records = (
    local.private_aliases[each.key] != null ? null
    : each.value.balancer_key == null ? each.value.values : [var.balancers[each.value.balancer_key].dns_name]
  )

  dynamic "alias" {
    for_each = local.private_aliases[each.key] == null ? [] : [local.private_aliases[each.key]]

    content {
      name                   = var.balancers[alias.value].dns_name
      zone_id                = var.balancers[alias.value].zone_id
      evaluate_target_health = false
    }
  }
}

locals {
  private_aliases = { for key, record in var.private_records : key => record.type == "CNAME" ? null : record.balancer_key }
}

# Looked up because an alias names the zone of the load balancer, which belongs to AWS.
data "aws_lb_hosted_zone_id" "primary" {
  for_each = { for key, record in local.failover_records : key => record.alias if var.with_primary && record.alias != null }

  region             = each.value.region
  load_balancer_type = each.value.load_balancer_type
}

# A check that is disabled counts as healthy, and inverted as unhealthy (Route 53 Developer Guide, "Values that you
# specify when you create or update health checks"): so `dns_override` decides, whatever the primary site does.
resource "aws_route53_health_check" "primary" {
  for_each = { for key, record in local.failover_records : key => record if var.with_primary }

  type               = try(var.health_checks[each.key].type, "TCP")
  port               = try(var.health_checks[each.key].port, 443)
  resource_path      = try(var.health_checks[each.key].path, null)
  fqdn               = each.value.alias != null ? each.value.alias.dns_name : each.value.type == "CNAME" ? each.value.values[0] : null
  ip_address         = each.value.alias == null && each.value.type == "A" ? each.value.values[0] : null
  failure_threshold  = 3
  request_interval   = 30
  disabled           = var.dns_override != "automatic"
  invert_healthcheck = var.dns_override == "recovery"

  tags = { Name = each.value.name }
}

resource "aws_route53_record" "primary" {
  for_each = { for key, record in local.failover_records : key => record if var.with_primary }

  zone_id         = var.public_zones[each.value.zone]
  name            = each.value.name
  type            = each.value.type
  ttl             = each.value.alias == null ? each.value.ttl : null
  records         = each.value.alias == null ? each.value.values : null
  set_identifier  = "drplan-primary"
  health_check_id = aws_route53_health_check.primary[each.key].id

  failover_routing_policy {
    type = "PRIMARY"
  }

  dynamic "alias" {
    for_each = each.value.alias == null ? [] : [each.value.alias]

    content {
      name                   = alias.value.dns_name
      zone_id                = data.aws_lb_hosted_zone_id.primary[each.key].id
      evaluate_target_health = false
    }
  }
}

resource "aws_route53_record" "secondary" {
  for_each = local.secondaries

  zone_id        = var.public_zones[each.value.zone]
  name           = each.value.name
  type           = each.value.type
  ttl            = each.value.type == "CNAME" ? each.value.ttl : null
  records        = each.value.type == "CNAME" ? [var.balancers[each.value.balancer_key].dns_name] : null
  set_identifier = "drplan-recovery"

  failover_routing_policy {
    type = "SECONDARY"
  }

  dynamic "alias" {
    for_each = each.value.type == "CNAME" ? [] : [var.balancers[each.value.balancer_key]]

    content {
      name                   = alias.value.dns_name
      zone_id                = alias.value.zone_id
      evaluate_target_health = false
    }
  }
}
