# Local and wavelength zones are left out: they are opted into one by one and lack many instance types.
data "aws_availability_zones" "available" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  zones = sort(data.aws_availability_zones.available.names)

  secondary_blocks = merge({}, [
    for vpc_key, vpc in var.vpcs : {
      for block in vpc.secondary_blocks : "${vpc_key}/${block}" => { vpc_key = vpc_key, block = block }
    }
  ]...)

  vpcs_with_internet_gateway = toset([
    for route in var.routes : var.route_tables[route.route_table_key].vpc_key if route.hop == "internet-gateway"
  ])
}

resource "aws_vpc" "this" {
  for_each = var.vpcs

  cidr_block           = each.value.block
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = each.value.name }
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  for_each = local.secondary_blocks

  vpc_id     = aws_vpc.this[each.value.vpc_key].id
  cidr_block = each.value.block
}

# Adopted so that it can be emptied: whatever names no group of its own may neither send nor receive.
resource "aws_default_security_group" "closed" {
  for_each = var.vpcs

  vpc_id = aws_vpc.this[each.key].id

  tags = { Name = "closed" }
}

resource "aws_subnet" "this" {
  for_each = var.subnets

  vpc_id                  = aws_vpc.this[each.value.vpc_key].id
  cidr_block              = each.value.block
  availability_zone       = element(local.zones, each.value.zone)
  map_public_ip_on_launch = false

  tags = { Name = each.value.name }

  lifecycle {
    precondition {
      condition     = each.value.zone < length(local.zones)
      error_message = "Subnet ${each.key} asks for zone ${each.value.zone}, but the region has ${length(local.zones)} zones, counted from 0."
    }
  }

  # A subnet of a secondary block cannot exist before the block, and names only the VPC.
  depends_on = [aws_vpc_ipv4_cidr_block_association.this]
}

resource "aws_route_table" "this" {
  for_each = var.route_tables

  vpc_id = aws_vpc.this[each.value.vpc_key].id

  tags = { Name = each.value.name }
}

resource "aws_route_table_association" "this" {
  for_each = var.subnets

  subnet_id      = aws_subnet.this[each.key].id
  route_table_id = aws_route_table.this[each.value.route_table_key].id
}

resource "aws_internet_gateway" "this" {
  for_each = local.vpcs_with_internet_gateway

  vpc_id = aws_vpc.this[each.key].id

  tags = { Name = var.vpcs[each.key].name }
}

resource "aws_eip" "nat" {
  for_each = var.nat_gateways

  domain = "vpc"

  tags = { Name = var.vpcs[each.key].name }
}

resource "aws_nat_gateway" "this" {
  for_each = var.nat_gateways

  subnet_id     = aws_subnet.this[each.value.subnet_key].id
  allocation_id = aws_eip.nat[each.key].id

  tags = { Name = var.vpcs[each.key].name }

  # A public NAT gateway needs the internet gateway, and names only its subnet.
  depends_on = [aws_internet_gateway.this]
}

# Both ends are in this account and region, so that nobody has to accept.
resource "aws_vpc_peering_connection" "this" {
  for_each = var.peerings

  vpc_id      = aws_vpc.this[each.value.vpc_key].id
  peer_vpc_id = aws_vpc.this[each.value.peer_vpc_key].id
  auto_accept = true

  # What the asked end allows is what the asking one may do, and the other way round.
  accepter {
    allow_remote_vpc_dns_resolution = each.value.resolves_names
  }

  requester {
    allow_remote_vpc_dns_resolution = each.value.peer_resolves_names
  }

  tags = { Name = each.value.name }
}

resource "aws_route" "this" {
  for_each = var.routes

  route_table_id              = aws_route_table.this[each.value.route_table_key].id
  destination_cidr_block      = each.value.family == 4 ? each.value.destination : null
  destination_ipv6_cidr_block = each.value.family == 6 ? each.value.destination : null

  gateway_id = (
    each.value.hop == "internet-gateway"
    ? aws_internet_gateway.this[var.route_tables[each.value.route_table_key].vpc_key].id
    : null
  )
  nat_gateway_id = (
    each.value.hop == "nat-gateway"
    ? aws_nat_gateway.this[var.route_tables[each.value.route_table_key].vpc_key].id
    : null
  )
  vpc_peering_connection_id = (
    each.value.hop == "peering"
    ? aws_vpc_peering_connection.this[each.value.peering_key].id
    : null
  )
}

resource "aws_cloudwatch_log_group" "flow_logs" {
  for_each = var.vpcs

  name              = "/drplan/${var.name}/flow-logs/${each.key}"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}

resource "aws_flow_log" "this" {
  for_each = var.vpcs

  vpc_id               = aws_vpc.this[each.key].id
  traffic_type         = "ALL"
  log_destination_type = "cloud-watch-logs"
  log_destination      = aws_cloudwatch_log_group.flow_logs[each.key].arn
  iam_role_arn         = var.flow_log_role_arn

  tags = { Name = each.value.name }
}
