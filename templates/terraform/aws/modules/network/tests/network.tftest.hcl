# Without an account: terraform init && terraform test
mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-west-1b", "eu-west-1a", "eu-west-1c"] }
  }
}

variables {
  name               = "test"
  kms_key_arn        = "arn:aws:kms:eu-west-1:111122223333:key/k"
  flow_log_role_arn  = "arn:aws:iam::111122223333:role/r"
  log_retention_days = 365

  vpcs = { shop = { name = "Shop", block = "10.64.0.0/16", secondary_blocks = ["10.65.0.0/20"] } }
  subnets = {
    edge = { name = "edge", vpc_key = "shop", route_table_key = "public", block = "10.64.0.0/24", zone = 0 }
    app  = { name = "app", vpc_key = "shop", route_table_key = "private", block = "10.65.0.0/24", zone = 2 }
  }
  route_tables = {
    public  = { name = "public", vpc_key = "shop" }
    private = { name = "private", vpc_key = "shop" }
  }
  routes = {
    out  = { route_table_key = "public", family = 4, destination = "0.0.0.0/0", hop = "internet-gateway" }
    out6 = { route_table_key = "public", family = 6, destination = "::/0", hop = "internet-gateway" }
    nat  = { route_table_key = "private", family = 4, destination = "0.0.0.0/0", hop = "nat-gateway" }
  }
  nat_gateways = { shop = { subnet_key = "edge" } }
  peerings     = {}
  network_acls = { data = { name = "data", vpc_key = "shop", subnet_keys = ["app"] } }
  network_acl_entries = {
    in-100 = { acl_key = "data", direction = "ingress", order = 100, action = "allow", protocol = "6", from_port = 443, to_port = 443, cidr_ipv4 = "10.64.0.0/16" }
    out-50 = { acl_key = "data", direction = "egress", order = 50, action = "deny", protocol = "-1", cidr_ipv6 = "::/0" }
  }
}

run "places_subnets_in_zones_by_their_names" {
  assert {
    condition     = aws_subnet.this["edge"].availability_zone == "eu-west-1a" && aws_subnet.this["app"].availability_zone == "eu-west-1c"
    error_message = "Zone 0 is the first by name."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.this : subnet.map_public_ip_on_launch == false])
    error_message = "No subnet gives out public addresses."
  }

  assert {
    condition     = [for association in aws_vpc_ipv4_cidr_block_association.this : association.cidr_block] == ["10.65.0.0/20"]
    error_message = "Further blocks are associated."
  }
}

run "leads_each_table_where_its_routes_say" {
  assert {
    condition     = aws_route.this["out"].gateway_id == aws_internet_gateway.this["shop"].id && aws_route.this["out"].nat_gateway_id == null
    error_message = "The public table leads to the internet gateway."
  }

  assert {
    condition     = aws_route.this["nat"].nat_gateway_id == aws_nat_gateway.this["shop"].id && aws_route.this["nat"].gateway_id == null
    error_message = "The private table leads to the NAT gateway."
  }

  assert {
    condition     = aws_route.this["out6"].destination_ipv6_cidr_block == "::/0" && aws_route.this["out6"].destination_cidr_block == null
    error_message = "A route of IPv6 has a block of IPv6."
  }

  assert {
    condition     = aws_nat_gateway.this["shop"].subnet_id == aws_subnet.this["edge"].id
    error_message = "The NAT gateway stands in a public subnet."
  }
}

run "puts_a_subnet_behind_its_list_with_the_entries_in_order" {
  assert {
    condition     = keys(aws_network_acl_association.this) == ["app"]
    error_message = "Only the named subnet comes behind the list."
  }

  assert {
    condition     = aws_network_acl_rule.this["in-100"].egress == false && aws_network_acl_rule.this["out-50"].egress == true
    error_message = "Direction is kept."
  }

  assert {
    condition     = aws_network_acl_rule.this["out-50"].rule_action == "deny" && aws_network_acl_rule.this["out-50"].cidr_block == null
    error_message = "A denial of IPv6 is one of IPv6."
  }
}

run "closes_the_default_group_and_logs_every_flow" {
  assert {
    condition     = length(aws_default_security_group.closed["shop"].ingress) == 0 && length(aws_default_security_group.closed["shop"].egress) == 0
    error_message = "Whatever names no group may neither send nor receive."
  }

  assert {
    condition     = aws_flow_log.this["shop"].traffic_type == "ALL" && aws_cloudwatch_log_group.flow_logs["shop"].retention_in_days == 365
    error_message = "All traffic is logged, for as long as asked."
  }
}

run "makes_no_gateway_that_no_route_leads_to" {
  variables {
    routes       = {}
    nat_gateways = {}
  }

  assert {
    condition     = length(aws_internet_gateway.this) == 0 && length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 0
    error_message = "A closed network stays closed, and costs nothing."
  }
}

run "refuses_a_zone_that_the_region_does_not_have" {
  command = plan

  variables {
    subnets = { edge = { name = "edge", vpc_key = "shop", route_table_key = "public", block = "10.64.0.0/24", zone = 3 } }
  }

  expect_failures = [aws_subnet.this["edge"]]
}

run "peers_networks_of_the_plan_and_leads_routes_there" {
  variables {
    vpcs = {
      shop  = { name = "Shop", block = "10.64.0.0/16", secondary_blocks = ["10.65.0.0/20"] }
      plant = { name = "Plant", block = "10.70.0.0/16", secondary_blocks = [] }
    }
    peerings = { shop-plant = { name = "shop-plant", vpc_key = "shop", peer_vpc_key = "plant", resolves_names = true, peer_resolves_names = false } }
    routes   = { over = { route_table_key = "private", family = 4, destination = "10.70.0.0/16", hop = "peering", peering_key = "shop-plant" } }

    nat_gateways = {}
  }

  assert {
    condition     = aws_route.this["over"].vpc_peering_connection_id == aws_vpc_peering_connection.this["shop-plant"].id
    error_message = "The route leads over the peering."
  }

  assert {
    condition     = aws_vpc_peering_connection.this["shop-plant"].peer_vpc_id == aws_vpc.this["plant"].id && aws_vpc_peering_connection.this["shop-plant"].auto_accept
    error_message = "The peering joins the two, and waits for nobody."
  }
}
