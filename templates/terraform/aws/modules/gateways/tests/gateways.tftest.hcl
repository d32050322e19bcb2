# Without an account: terraform init && terraform test
mock_provider "aws" {}

variables {
  vpc_ids         = { shop = "vpc-1", old = "vpc-2" }
  subnet_ids      = { app-a = "subnet-1", app-b = "subnet-2" }
  route_table_ids = { private = "rtb-1", public = "rtb-2" }
  vpn_gateways = {
    office = { name = "Office", vpc_key = "shop", asn = 64520, learning_table_keys = ["private"] }
    line   = { name = "Line", vpc_key = "old", existing_id = "vgw-0123456789abcdef0", learning_table_keys = [] }
  }
  customer_gateways = {
    berlin = { name = "Berlin", ip_address = "203.0.113.5", asn = 65010 }
    lyon   = { name = "Lyon", ip_address = "203.0.113.6", asn = 4200000001 }
  }
  vpn_connections = {
    berlin = { name = "Berlin", vpn_gateway_key = "office", customer_gateway_key = "berlin", static = true, blocks = ["192.168.0.0/24", "192.168.9.0/24"] }
    lyon   = { name = "Lyon", vpn_gateway_key = "office", customer_gateway_key = "lyon", static = false, blocks = ["192.168.20.0/24"] }
  }
  transit_attachments = {
    hub = { name = "Hub", transit_gateway_id = "tgw-0123456789abcdef0", vpc_key = "shop", subnet_keys = ["app-a", "app-b"] }
  }
  routes = {
    office = { route_table_key = "public", family = 4, destination = "192.168.0.0/24", vpn_gateway_key = "office" }
    line   = { route_table_key = "public", family = 4, destination = "192.168.40.0/24", vpn_gateway_key = "line" }
    hub    = { route_table_key = "private", family = 4, destination = "10.9.0.0/16", transit_attachment_key = "hub" }
    hub6   = { route_table_key = "private", family = 6, destination = "2001:db8::/32", transit_attachment_key = "hub" }
  }
}

run "makes_a_gateway_and_attaches_one_that_is_there" {
  assert {
    condition     = keys(aws_vpn_gateway.this) == ["office"] && aws_vpn_gateway.this["office"].amazon_side_asn == "64520"
    error_message = "One that is there already is not made."
  }

  assert {
    condition     = aws_vpn_gateway_attachment.this["line"].vpn_gateway_id == "vgw-0123456789abcdef0" && aws_vpn_gateway_attachment.this["office"].vpc_id == "vpc-1"
    error_message = "Both are attached to their VPC."
  }

  assert {
    condition     = [for one in aws_vpn_gateway_route_propagation.this : one.route_table_id] == ["rtb-1"]
    error_message = "Only the tables that learn are taught."
  }
}

run "connects_by_static_routes_or_by_bgp" {
  assert {
    condition     = aws_vpn_connection.this["berlin"].static_routes_only && !aws_vpn_connection.this["lyon"].static_routes_only
    error_message = "Static routes are those that say so."
  }

  assert {
    condition     = toset([for one in aws_vpn_connection_route.this : one.destination_cidr_block]) == toset(["192.168.0.0/24", "192.168.9.0/24"])
    error_message = "Routes are written where no BGP tells them."
  }

  assert {
    condition     = aws_customer_gateway.this["lyon"].bgp_asn_extended == "4200000001" && aws_customer_gateway.this["berlin"].bgp_asn == "65010"
    error_message = "Large ASNs have an argument of their own."
  }
}

run "leads_through_them" {
  assert {
    condition     = aws_route.this["hub"].transit_gateway_id == "tgw-0123456789abcdef0" && aws_route.this["hub"].gateway_id == null && aws_route.this["hub6"].destination_ipv6_cidr_block == "2001:db8::/32"
    error_message = "Transit gateways are reached through an attachment."
  }

  assert {
    condition     = aws_route.this["line"].gateway_id == "vgw-0123456789abcdef0" && aws_route.this["office"].gateway_id == aws_vpn_gateway.this["office"].id
    error_message = "VPN gateways are reached when they are attached."
  }

  assert {
    condition     = aws_ec2_transit_gateway_vpc_attachment.this["hub"].subnet_ids == toset(["subnet-1", "subnet-2"])
    error_message = "An attachment has the subnets of the plan."
  }
}
