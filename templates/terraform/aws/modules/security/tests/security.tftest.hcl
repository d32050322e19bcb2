# Without an account: terraform init && terraform test
mock_provider "aws" {}

variables {
  vpc_ids = { shop = "vpc-shop" }
  security_groups = {
    web = { name = "Web", vpc_key = "shop", description = "web tier" }
    db  = { name = "Database", vpc_key = "shop", description = "data tier" }
  }
  security_rules = {
    web-in  = { group_key = "web", direction = "ingress", protocol = "tcp", from_port = 443, to_port = 443, cidr_ipv4 = "10.0.0.0/8", description = "sgr-1 users" }
    web-db  = { group_key = "web", direction = "egress", protocol = "tcp", from_port = 5432, to_port = 5432, peer_group_key = "db", description = "sgr-2" }
    db-web  = { group_key = "db", direction = "ingress", protocol = "tcp", from_port = 5432, to_port = 5432, peer_group_key = "web", description = "sgr-3" }
    db-list = { group_key = "db", direction = "ingress", protocol = "-1", peer_list_key = "depots", description = "sgr-4" }
    db-aws  = { group_key = "db", direction = "egress", protocol = "tcp", from_port = 443, to_port = 443, peer_list_key = "s3", description = "sgr-5" }
  }
  prefix_lists         = { depots = { name = "depots", family = 4, max_entries = 10, blocks = ["10.1.0.0/16", "10.2.0.0/16"] } }
  managed_prefix_lists = { s3 = "com.amazonaws.eu-west-1.s3" }
}

run "lets_groups_name_one_another_without_a_circle" {
  assert {
    condition     = aws_vpc_security_group_egress_rule.this["web-db"].referenced_security_group_id == aws_security_group.this["db"].id
    error_message = "A rule names its peer by reference."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.this["db-web"].referenced_security_group_id == aws_security_group.this["web"].id
    error_message = "And the other way."
  }
}

run "makes_every_rule_once_in_its_own_direction" {
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.this) == ["db-list", "db-web", "web-in"]
    error_message = "Rules that let in."
  }

  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.this) == ["db-aws", "web-db"]
    error_message = "Rules that let out."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.this["web-in"].description == "sgr-1 users"
    error_message = "A rule says what it was made from."
  }
}

run "names_lists_by_reference_its_own_and_those_of_the_platform" {
  assert {
    condition     = aws_vpc_security_group_ingress_rule.this["db-list"].prefix_list_id == aws_ec2_managed_prefix_list.this["depots"].id
    error_message = "An own list."
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.this["db-aws"].prefix_list_id == data.aws_ec2_managed_prefix_list.aws["s3"].id
    error_message = "A list that AWS keeps."
  }

  assert {
    condition     = length(aws_ec2_managed_prefix_list.this["depots"].entry) == 2 && aws_ec2_managed_prefix_list.this["depots"].max_entries == 10
    error_message = "The list has its blocks, and room for more."
  }
}
