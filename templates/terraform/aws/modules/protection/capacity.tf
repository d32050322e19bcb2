# Capacity that is paid for from now on, so that it is there on the day. Servers that ask for nothing else start in it,
# because they match it (type, zone and platform).
resource "aws_ec2_capacity_reservation" "this" {
  for_each = var.capacity

  instance_type           = each.value.instance_type
  instance_platform       = each.value.platform
  availability_zone       = element(var.zone_names, each.value.zone)
  instance_count          = each.value.servers
  instance_match_criteria = "open"
  end_date_type           = "unlimited"
  ebs_optimized           = true

  tags = { Name = each.key }
}
