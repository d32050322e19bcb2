# Load balancers, what they listen to, and the pools that they forward to. Who is in a pool is said where its servers are.
locals {
  encrypted = ["HTTPS", "TLS"]

  listener_actions = {
    for key, listener in var.listeners : key => listener.action != null ? listener.action : {
      forward  = { target_pools = { (listener.target_pool_key) = 1 }, sticky_seconds = null }
      redirect = null
      answer   = null
    }
  }
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
    type             = local.listener_actions[each.key].forward != null ? "forward" : local.listener_actions[each.key].redirect != null ? "redirect" : "fixed-response"
    target_group_arn = length(try(local.listener_actions[each.key].forward.target_pools, {})) == 1 ? aws_lb_target_group.this[one(keys(local.listener_actions[each.key].forward.target_pools))].arn : null

    dynamic "forward" {
      for_each = length(try(local.listener_actions[each.key].forward.target_pools, {})) > 1 ? [local.listener_actions[each.key].forward] : []

      content {
        dynamic "target_group" {
          for_each = forward.value.target_pools

          content {
            arn    = aws_lb_target_group.this[target_group.key].arn
            weight = target_group.value
          }
        }

        dynamic "stickiness" {
          for_each = forward.value.sticky_seconds == null ? [] : [forward.value.sticky_seconds]

          content {
            enabled  = true
            duration = stickiness.value
          }
        }
      }
    }

    dynamic "redirect" {
      for_each = local.listener_actions[each.key].redirect == null ? [] : [local.listener_actions[each.key].redirect]

      content {
        status_code = redirect.value.status_code
        protocol    = redirect.value.protocol
        port        = redirect.value.port
        host        = redirect.value.host
        path        = redirect.value.path
        query       = redirect.value.query
      }
    }

    dynamic "fixed_response" {
      for_each = local.listener_actions[each.key].answer == null ? [] : [local.listener_actions[each.key].answer]

      content {
        status_code  = fixed_response.value.status_code
        content_type = fixed_response.value.content_type
        message_body = fixed_response.value.body
      }
    }
  }
}

# Each under a key of its own: one that is added or taken away changes no other.
resource "aws_lb_listener_rule" "this" {
  for_each = var.listener_rules

  listener_arn = aws_lb_listener.this[each.value.listener_key].arn
  priority     = each.value.priority

  action {
    type             = each.value.action.forward != null ? "forward" : each.value.action.redirect != null ? "redirect" : "fixed-response"
    target_group_arn = length(try(each.value.action.forward.target_pools, {})) == 1 ? aws_lb_target_group.this[one(keys(each.value.action.forward.target_pools))].arn : null

    dynamic "forward" {
      for_each = length(try(each.value.action.forward.target_pools, {})) > 1 ? [each.value.action.forward] : []

      content {
        dynamic "target_group" {
          for_each = forward.value.target_pools

          content {
            arn    = aws_lb_target_group.this[target_group.key].arn
            weight = target_group.value
          }
        }

        dynamic "stickiness" {
          for_each = forward.value.sticky_seconds == null ? [] : [forward.value.sticky_seconds]

          content {
            enabled  = true
            duration = stickiness.value
          }
        }
      }
    }

    dynamic "redirect" {
      for_each = each.value.action.redirect == null ? [] : [each.value.action.redirect]

      content {
        status_code = redirect.value.status_code
        protocol    = redirect.value.protocol
        port        = redirect.value.port
        host        = redirect.value.host
        path        = redirect.value.path
        query       = redirect.value.query
      }
    }

    dynamic "fixed_response" {
      for_each = each.value.action.answer == null ? [] : [each.value.action.answer]

      content {
        status_code  = fixed_response.value.status_code
        content_type = fixed_response.value.content_type
        message_body = fixed_response.value.body
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.conditions

    content {
      dynamic "host_header" {
        for_each = condition.value.host == null ? [] : [condition.value.host]

        content {
          values       = length(host_header.value.values) > 0 ? host_header.value.values : null
          regex_values = host_header.value.expressions
        }
      }

      dynamic "path_pattern" {
        for_each = condition.value.path == null ? [] : [condition.value.path]

        content {
          values       = length(path_pattern.value.values) > 0 ? path_pattern.value.values : null
          regex_values = path_pattern.value.expressions
        }
      }

      dynamic "http_header" {
        for_each = condition.value.header == null ? [] : [condition.value.header]

        content {
          http_header_name = http_header.value.name
          values           = length(http_header.value.values) > 0 ? http_header.value.values : null
          regex_values     = http_header.value.expressions
        }
      }

      dynamic "http_request_method" {
        for_each = condition.value.methods == null ? [] : [condition.value.methods]

        content {
          values = http_request_method.value
        }
      }

      dynamic "query_string" {
        for_each = condition.value.query == null ? [] : condition.value.query

        content {
          key   = query_string.value.key
          value = query_string.value.value
        }
      }

      dynamic "source_ip" {
        for_each = condition.value.source_blocks == null ? [] : [condition.value.source_blocks]

        content {
          values = source_ip.value
        }
      }
    }
  }

  tags = merge(var.tags, { Name = each.key })
}
