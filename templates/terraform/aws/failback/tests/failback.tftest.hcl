# Without an account: terraform init && terraform test
mock_provider "aws" {
  mock_data "aws_ami" {
    defaults = { id = "ami-0123456789abcdef0", root_device_name = "/dev/xvda" }
  }

  mock_data "aws_subnet" {
    defaults = { cidr_block = "10.0.1.0/24" }
  }
}

variables {
  region          = "eu-central-1"
  name            = "test"
  subnets         = { app = "subnet-0123456789abcdef0", other = "subnet-0fedcba9876543210" }
  security_groups = { web = "sg-0123456789abcdef0" }
  servers = {
    first = {
      name       = "First", wave = 1, instance_type = "m5.large", instance_profile_name = "web", tags = { Name = "First" }, data_disks = {}
      interfaces = { "0" = { subnet_key = "app", security_group_keys = ["web"], addresses = ["10.0.1.4"] } }
    }
    second = {
      name       = "Second", wave = 2, instance_type = "m5.large", tags = { Name = "Second" }, data_disks = {}
      interfaces = { "0" = { subnet_key = "app", security_group_keys = [], addresses = ["10.0.1.5"] } }
    }
    moved = {
      name       = "Moved", wave = 1, instance_type = "m5.large", tags = { Name = "Moved" }, data_disks = {}
      interfaces = { "0" = { subnet_key = "other", security_group_keys = [], addresses = ["10.0.2.4"] } }
    }
  }
}

run "leaves_everything_alone_unless_told_otherwise" {
  command = plan

  assert {
    condition     = length(output.servers) == 0 && length(data.aws_subnet.this) == 0
    error_message = "What is not named is not made, and nothing is looked up for it."
  }
}

run "makes_a_lost_server_again_where_it_was" {
  variables {
    lost = ["first", "second"]
  }

  assert {
    condition     = output.servers["first"].private_address == "10.0.1.4" && keys(output.servers) == ["first", "second"]
    error_message = "Addresses are those that the servers had."
  }
}

run "waits_for_the_wave" {
  variables {
    lost       = ["first", "second"]
    up_to_wave = 1
  }

  assert {
    condition     = keys(output.servers) == ["first"]
    error_message = "The second wave waits."
  }
}

run "refuses_a_server_that_nobody_knows" {
  command = plan

  variables {
    lost = ["third"]
  }

  expect_failures = [var.lost]
}

run "refuses_a_subnet_that_is_not_the_one_that_was" {
  command = plan

  variables {
    lost = ["moved"]
  }

  expect_failures = [data.aws_subnet.this["other"]]
}
