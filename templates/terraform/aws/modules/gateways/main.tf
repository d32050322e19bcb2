locals {
  built_gateways = { for key, gateway in var.vpn_gateways : key => gateway if gateway.existing_id == null }

  vpn_gateway_ids = merge(
    { for key, gateway in var.vpn_gateways : key => gateway.existing_id if gateway.existing_id != null },
    { for key, gateway in aws_vpn_gateway.this : key => gateway.id },
  )

  learning_tables = merge({}, [
    for key, gateway in var.vpn_gateways : {
      for table_key in gateway.learning_table_keys : "${key}/${table_key}" => { gateway_key = key, table_key = table_key }
    }
  ]...)

  static_routes = merge({}, [
    for key, connection in var.vpn_connections : {
      for block in connection.blocks : "${key}/${block}" => { connection_key = key, block = block }
    } if connection.static
  ]...)
}

resource "aws_vpn_gateway" "this" {
  for_each = local.built_gateways

  amazon_side_asn = each.value.asn

  tags = { Name = each.value.name }
}

# Apart from the gateway, so that one that is there already is attached in the same way.
resource "aws_vpn_gateway_attachment" "this" {
  for_each = var.vpn_gateways

  vpc_id         = var.vpc_ids[each.value.vpc_key]
  vpn_gateway_id = local.vpn_gateway_ids[each.key]
}

# Only an attached gateway may teach a table.
resource "aws_vpn_gateway_route_propagation" "this" {
  for_each = local.learning_tables

  vpn_gateway_id = aws_vpn_gateway_attachment.this[each.value.gateway_key].vpn_gateway_id
  route_table_id = var.route_table_ids[each.value.table_key]
}

# AWS wants an ASN of every device; where routes are static nobody asks for it.
resource "aws_customer_gateway" "this" {
  for_each = var.customer_gateways

  type             = "ipsec.1"
  ip_address       = each.value.ip_address
  bgp_asn          = each.value.asn <= 2147483647 ? each.value.asn : null
  bgp_asn_extended = each.value.asn > 2147483647 ? each.value.asn : null

  tags = { Name = each.value.name }
}

# Inside addresses and pre-shared keys are given by AWS: no key is a value of anything here.
resource "aws_vpn_connection" "this" {
  for_each = var.vpn_connections

  type                = "ipsec.1"
  vpn_gateway_id      = local.vpn_gateway_ids[each.value.vpn_gateway_key]
  customer_gateway_id = aws_customer_gateway.this[each.value.customer_gateway_key].id
  static_routes_only  = each.value.static

  tags = { Name = each.value.name }
}

resource "aws_vpn_connection_route" "this" {
  for_each = local.static_routes

  vpn_connection_id      = aws_vpn_connection.this[each.value.connection_key].id
  destination_cidr_block = each.value.block
}

# Who keeps the transit gateway decides which of its tables it joins, and whether it has to be accepted first.
resource "aws_ec2_transit_gateway_vpc_attachment" "this" {
  for_each = var.transit_attachments

  transit_gateway_id = each.value.transit_gateway_id
  vpc_id             = var.vpc_ids[each.value.vpc_key]
  subnet_ids         = [for subnet_key in each.value.subnet_keys : var.subnet_ids[subnet_key]]

  tags = { Name = each.value.name }
}

resource "aws_route" "this" {
  for_each = var.routes

  route_table_id              = var.route_table_ids[each.value.route_table_key]
  destination_cidr_block      = each.value.family == 4 ? each.value.destination : null
  destination_ipv6_cidr_block = each.value.family == 6 ? each.value.destination : null

  gateway_id = (
    each.value.vpn_gateway_key == null
    ? null
    : aws_vpn_gateway_attachment.this[each.value.vpn_gateway_key].vpn_gateway_id
  )
  transit_gateway_id = (
    each.value.transit_attachment_key == null
    ? null
    : aws_ec2_transit_gateway_vpc_attachment.this[each.value.transit_attachment_key].transit_gateway_id
  )
}
