locals {
  network_acl_keys = merge({}, [
    for acl_key, acl in var.network_acls : { for subnet_key in acl.subnet_keys : subnet_key => acl_key }
  ]...)
}

resource "aws_network_acl" "this" {
  for_each = var.network_acls

  vpc_id = aws_vpc.this[each.value.vpc_key].id

  tags = { Name = each.value.name }
}

# One by one, so that a plan shows which entry changes. The last entry, which denies the rest, is made by AWS.
resource "aws_network_acl_rule" "this" {
  for_each = var.network_acl_entries

  network_acl_id  = aws_network_acl.this[each.value.acl_key].id
  rule_number     = each.value.order
  egress          = each.value.direction == "egress"
  rule_action     = each.value.action
  protocol        = each.value.protocol
  cidr_block      = each.value.cidr_ipv4
  ipv6_cidr_block = each.value.cidr_ipv6
  from_port       = each.value.from_port
  to_port         = each.value.to_port
  icmp_type       = each.value.icmp_type
  icmp_code       = each.value.icmp_code
}

resource "aws_network_acl_association" "this" {
  for_each = local.network_acl_keys

  subnet_id      = aws_subnet.this[each.key].id
  network_acl_id = aws_network_acl.this[each.value].id

  # A list without entries denies everything: a subnet comes behind it when it is filled.
  depends_on = [aws_network_acl_rule.this]
}
