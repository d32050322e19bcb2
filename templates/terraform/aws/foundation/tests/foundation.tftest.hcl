# Without an account: terraform init && terraform test. Plans only, because the key and the vault refuse to be destroyed.
mock_provider "aws" {
  override_during = plan

  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
  }

  mock_data "aws_ami" {
    defaults = { id = "ami-0123456789abcdef0", root_device_name = "/dev/xvda" }
  }
}

# Where the primary site is on AWS too, its backups have a provider of their own.
mock_provider "aws" {
  alias           = "primary"
  override_during = plan
}

variables {
  region               = "eu-west-1"
  name                 = "test"
  mode                 = "standby"
  vpcs                 = { shop = { name = "Shop", block = "10.64.0.0/16", secondary_blocks = [] } }
  subnets              = { app = { name = "app", vpc_key = "shop", route_table_key = "main", block = "10.64.1.0/24", zone = 0 } }
  route_tables         = { main = { name = "main", vpc_key = "shop" } }
  routes               = {}
  nat_gateways         = {}
  peerings             = {}
  appliance_routes     = {}
  security_groups      = { web = { name = "web", vpc_key = "shop", description = "web" } }
  security_rules       = {}
  prefix_lists         = {}
  managed_prefix_lists = {}
  network_acls         = {}
  network_acl_entries  = {}
  backup_plans         = {}
  replication          = {}
  replication_promises = {}
  restore_test         = { app = { vpc_key = "shop", schedule = "cron(0 5 ? * SUN *)", kept_hours = 4 } }
  capacity             = {}
  primary_machines     = {}
  servers = {
    web = {
      name       = "Web", instance_type = "m7i.xlarge", standby_instance_type = "m7i.large", tags = { Name = "Web" }, data_disks = {}
      interfaces = { "0" = { subnet_key = "app", security_group_keys = ["web"], addresses = ["10.64.1.4"] } }
    }
  }
}

run "keeps_standing_servers_at_their_planned_addresses" {
  command = plan

  assert {
    condition     = output.standby_servers["web"].private_address == "10.64.1.4"
    error_message = "The address is the planned one."
  }

  assert {
    condition     = keys(output.foundation.subnet_ids) == ["app"] && output.foundation.subnet_vpc_keys == { app = "shop" }
    error_message = "recovery/ is told of every subnet, and whose it is."
  }
}

run "refuses_a_mode_that_nobody_knows" {
  command = plan

  variables {
    mode = "failover"
  }

  expect_failures = [var.mode]
}

run "refuses_a_subnet_of_a_network_that_is_not_there" {
  command = plan

  variables {
    subnets = { app = { name = "app", vpc_key = "gone", route_table_key = "main", block = "10.64.1.0/24", zone = 0 } }
  }

  expect_failures = [var.subnets]
}

run "refuses_a_rule_with_two_peers" {
  command = plan

  variables {
    security_rules = { both = { group_key = "web", direction = "ingress", protocol = "-1", cidr_ipv4 = "10.0.0.0/8", peer_group_key = "web", description = "x" } }
  }

  expect_failures = [var.security_rules]
}

run "refuses_a_machine_whose_backup_plan_is_not_there" {
  command = plan

  variables {
    primary_machines = { web = { instance_id = "i-0123456789abcdef0", backup = "every-1h" } }
  }

  expect_failures = [var.primary_machines]
}

run "says_what_drs_launches_servers_with" {
  command = plan

  variables {
    replicated_servers = {
      db = {
        name       = "Db", instance_type = "r7i.large", tags = { Name = "Db", "drplan:vm" = "db", "drplan:backup" = "every-24h" }
        interfaces = { "0" = { subnet_key = "app", security_group_keys = ["web"], addresses = ["10.64.1.9", "10.64.1.10"] } }
      }
    }
  }

  assert {
    condition     = jsonencode(local.drs_launch_templates["db"]["failover"].LaunchTemplateData.NetworkInterfaces[0].PrivateIpAddresses) == jsonencode([{ Primary = true, PrivateIpAddress = "10.64.1.9" }, { Primary = false, PrivateIpAddress = "10.64.1.10" }])
    error_message = "Addresses are those of the plan, the first one is the primary one."
  }

  assert {
    condition     = alltrue([for mode in ["drill", "failover"] : length(local.drs_launch_templates["db"][mode].LaunchTemplateData.NetworkInterfaces[0].Groups) == 1])
    error_message = "A card is behind its group, or that of the drill."
  }

  assert {
    condition     = !contains([for tag in local.drs_launch_templates["db"]["drill"].LaunchTemplateData.TagSpecifications[0].Tags : tag.Key], "drplan:backup")
    error_message = "A drill is not backed up."
  }
}
