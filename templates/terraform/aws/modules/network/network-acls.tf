locals {
  network_acl_keys = merge({}, [
    for acl_key, acl in var.network_acls : { for subnet_key in acl.subnet_keys : subnet_key => acl_key }
  ]...)

  # Keys alone: Terraform looks through all of a for_each once for each instance.
  network_acl_entry_keys = toset(keys(var.network_acl_entries))
}

resource "aws_network_acl" "this" {
  for_each = var.network_acls

  vpc_id = aws_vpc.this[each.value.vpc_key].id

  tags = { Name = each.value.name }
}

# One by one, so that a plan shows which entry changes. The last entry, which denies the rest, is made by AWS.
resource "aws_network_acl_rule" "this" {
  for_each = local.network_acl_entry_keys

  network_acl_id  = aws_network_acl.this[var.network_acl_entries[each.key].acl_key].id
  rule_number     = var.network_acl_entries[each.key].order
  egress          = var.network_acl_entries[each.key].direction == "egress"
  rule_action     = var.network_acl_entries[each.key].action
  protocol        = var.network_acl_entries[each.key].protocol
  cidr_block      = var.network_acl_entries[each.key].cidr_ipv4
  ipv6_cidr_block = var.network_acl_entries[each.key].cidr_ipv6
  from_port       = var.network_acl_entries[each.key].from_port
  to_port         = var.network_acl_entries[each.key].to_port
  icmp_type       = var.network_acl_entries[each.key].icmp_type
  icmp_code       = var.network_acl_entries[each.key].icmp_code
}

resource "aws_network_acl_association" "this" {
  for_each = local.network_acl_keys

  subnet_id      = aws_subnet.this[each.key].id
  network_acl_id = aws_network_acl.this[each.value].id

  # A list without entries denies everything: a subnet comes behind it when it is filled.
  depends_on = [aws_network_acl_rule.this]
}
