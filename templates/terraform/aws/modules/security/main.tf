# Groups are made empty and rules stand alone, so that groups may refer to one another without a circle.
# The provider takes away the allow-all egress rule that AWS puts into a new group.
resource "aws_security_group" "this" {
  for_each = var.security_groups

  name        = "drplan-${each.key}"
  description = each.value.description
  vpc_id      = var.vpc_ids[each.value.vpc_key]

  tags = { Name = each.value.name }

  lifecycle {
    # AWS cannot change these: a new text would replace a group that servers stand in.
    ignore_changes = [name, description]
    # A group is deleted after the servers have left it, not before, which AWS would refuse.
    create_before_destroy = true
  }
}

# Terraform looks through all of a for_each once for each instance, and reads a whole resource wherever one of its instances
# is named: with keys alone, and ids that are read once, the time of a plan does not grow with the square of the rules.
locals {
  security_group_ids = { for key, group in aws_security_group.this : key => group.id }

  ingress_keys = toset([for key, rule in var.security_rules : key if rule.direction == "ingress"])
  egress_keys  = toset([for key, rule in var.security_rules : key if rule.direction == "egress"])
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.ingress_keys

  security_group_id = local.security_group_ids[var.security_rules[each.key].group_key]
  description       = var.security_rules[each.key].description
  ip_protocol       = var.security_rules[each.key].protocol
  from_port         = var.security_rules[each.key].from_port
  to_port           = var.security_rules[each.key].to_port
  cidr_ipv4         = var.security_rules[each.key].cidr_ipv4
  cidr_ipv6         = var.security_rules[each.key].cidr_ipv6

  prefix_list_id = var.security_rules[each.key].peer_list_key == null ? null : local.prefix_list_ids[var.security_rules[each.key].peer_list_key]

  referenced_security_group_id = (
    var.security_rules[each.key].peer_group_key == null ? null : local.security_group_ids[var.security_rules[each.key].peer_group_key]
  )
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.egress_keys

  security_group_id = local.security_group_ids[var.security_rules[each.key].group_key]
  description       = var.security_rules[each.key].description
  ip_protocol       = var.security_rules[each.key].protocol
  from_port         = var.security_rules[each.key].from_port
  to_port           = var.security_rules[each.key].to_port
  cidr_ipv4         = var.security_rules[each.key].cidr_ipv4
  cidr_ipv6         = var.security_rules[each.key].cidr_ipv6

  prefix_list_id = var.security_rules[each.key].peer_list_key == null ? null : local.prefix_list_ids[var.security_rules[each.key].peer_list_key]

  referenced_security_group_id = (
    var.security_rules[each.key].peer_group_key == null ? null : local.security_group_ids[var.security_rules[each.key].peer_group_key]
  )
}
