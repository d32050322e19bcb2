# Load balancers, what they listen to, and the pools that they forward to. Who is in a pool is said where its servers are.
locals {
  encrypted = ["HTTPS", "TLS"]
}

resource "aws_lb" "this" {
  for_each = var.balancers

  name                             = each.value.name
  internal                         = each.value.internal
  load_balancer_type               = each.value.type
  security_groups                  = length(each.value.security_group_ids) > 0 ? each.value.security_group_ids : null
  enable_deletion_protection       = var.deletion_protection
  drop_invalid_header_fields       = each.value.type == "application" ? true : null
  enable_cross_zone_load_balancing = each.value.cross_zone

  dynamic "subnet_mapping" {
    for_each = each.value.subnets

    content {
      subnet_id            = subnet_mapping.value.subnet_id
      private_ipv4_address = subnet_mapping.value.address
    }
  }

  dynamic "access_logs" {
    for_each = var.access_log_bucket == null ? [] : [var.access_log_bucket]

    content {
      bucket  = access_logs.value
      prefix  = each.value.name
      enabled = true
    }
  }

  tags = merge(var.tags, { Name = each.value.label })
}

resource "aws_lb_target_group" "this" {
  for_each = var.target_pools

  name        = each.value.name
  vpc_id      = each.value.vpc_id
  protocol    = each.value.protocol
  port        = each.value.port
  target_type = each.value.target_type

  dynamic "health_check" {
    for_each = each.value.health_check == null ? [] : [each.value.health_check]

    content {
      protocol = health_check.value.protocol
      port     = health_check.value.port
      path     = health_check.value.path
    }
  }

  tags = merge(var.tags, { Name = each.value.label })

  lifecycle {
    # Its name says protocol and port, so a new one can stand beside the old one until the listener has changed over.
    create_before_destroy = true
  }
}

resource "aws_lb_listener" "this" {
  for_each = var.listeners

  load_balancer_arn = aws_lb.this[each.value.balancer_key].arn
  protocol          = each.value.protocol
  port              = each.value.port
  certificate_arn   = contains(local.encrypted, each.value.protocol) ? var.certificates[each.key] : null
  ssl_policy        = contains(local.encrypted, each.value.protocol) ? var.ssl_policy : null

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.value.target_pool_key].arn
  }
}
