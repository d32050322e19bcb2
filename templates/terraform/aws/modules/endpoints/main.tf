# The services of AWS, reached inside the VPC. Endpoints have the policy that AWS gives them: whoever reaches one may use
# the service as far as IAM lets them.
resource "aws_vpc_endpoint" "this" {
  for_each = var.endpoints

  vpc_id              = each.value.vpc_id
  service_name        = each.value.service
  vpc_endpoint_type   = each.value.type
  route_table_ids     = each.value.type == "Gateway" ? each.value.route_table_ids : null
  subnet_ids          = each.value.type == "Interface" ? [for subnet in each.value.subnets : subnet.subnet_id] : null
  security_group_ids  = each.value.type == "Interface" ? each.value.security_group_ids : null
  private_dns_enabled = each.value.type == "Interface" ? each.value.private_names : null

  dynamic "subnet_configuration" {
    for_each = [for subnet in each.value.subnets : subnet if subnet.address != null]

    content {
      subnet_id = subnet_configuration.value.subnet_id
      ipv4      = subnet_configuration.value.address
    }
  }

  tags = { Name = each.value.label }
}
