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

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = { for key, rule in var.security_rules : key => rule if rule.direction == "ingress" }

  security_group_id = aws_security_group.this[each.value.group_key].id
  description       = each.value.description
  ip_protocol       = each.value.protocol
  from_port         = each.value.from_port
  to_port           = each.value.to_port
  cidr_ipv4         = each.value.cidr_ipv4
  cidr_ipv6         = each.value.cidr_ipv6

  prefix_list_id = each.value.peer_list_key == null ? null : local.prefix_list_ids[each.value.peer_list_key]

  referenced_security_group_id = (
    each.value.peer_group_key == null ? null : aws_security_group.this[each.value.peer_group_key].id
  )
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = { for key, rule in var.security_rules : key => rule if rule.direction == "egress" }

  security_group_id = aws_security_group.this[each.value.group_key].id
  description       = each.value.description
  ip_protocol       = each.value.protocol
  from_port         = each.value.from_port
  to_port           = each.value.to_port
  cidr_ipv4         = each.value.cidr_ipv4
  cidr_ipv6         = each.value.cidr_ipv6

  prefix_list_id = each.value.peer_list_key == null ? null : local.prefix_list_ids[each.value.peer_list_key]

  referenced_security_group_id = (
    each.value.peer_group_key == null ? null : aws_security_group.this[each.value.peer_group_key].id
  )
}
