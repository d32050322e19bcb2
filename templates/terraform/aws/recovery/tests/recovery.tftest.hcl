# Without an account: terraform init && terraform test
mock_provider "aws" {
  mock_data "aws_ami" {
    defaults = { id = "ami-0123456789abcdef0", root_device_name = "/dev/xvda" }
  }
}

variables {
  region = "eu-west-1"
  name   = "test"
  foundation = {
    vpc_ids               = { shop = "vpc-shop" }
    subnet_ids            = { app = "subnet-app" }
    subnet_vpc_keys       = { app = "shop" }
    security_group_ids    = { web = "sg-web" }
    route_table_ids       = { main = "rtb-main" }
    kms_key_arn           = "arn:aws:kms:eu-west-1:111122223333:key/k"
    instance_profile_name = "profile"
  }
  appliance_routes = { on = { route_table_key = "main", family = 4, destination = "10.80.0.0/16", server_key = "second", interface = "0" } }
  servers = {
    first = {
      name       = "First", wave = 1, instance_type = "m7i.large", tags = { Name = "First", "drplan:backup" = "every-24h" }, data_disks = {}
      interfaces = { "0" = { subnet_key = "app", security_group_keys = ["web"], addresses = ["10.64.0.4"] } }
    }
    second = {
      name       = "Second", wave = 2, instance_type = "m7i.large", tags = { Name = "Second" }, data_disks = {}
      interfaces = { "0" = { subnet_key = "app", security_group_keys = ["web"], addresses = ["10.64.0.5"] } }
    }
  }
}

run "closes_a_drill_off" {
  variables {
    mode = "drill"
  }

  assert {
    condition     = alltrue([for server in output.servers : true]) && keys(output.servers) == ["first", "second"]
    error_message = "A drill makes every server."
  }

  assert {
    condition     = length(aws_security_group.drill["shop"].ingress) == 0 && length(aws_security_group.drill["shop"].egress) == 0
    error_message = "Its group has no rule."
  }
}

run "brings_servers_back_wave_by_wave" {
  variables {
    mode       = "failover"
    up_to_wave = 1
  }

  assert {
    condition     = keys(output.servers) == ["first"] && length(aws_route.appliance) == 0
    error_message = "The second wave waits, and so does the route to its appliance."
  }
}

run "gives_a_failover_the_planned_addresses" {
  variables {
    mode = "failover"
  }

  assert {
    condition     = aws_route.appliance["on"].route_table_id == "rtb-main" && aws_route.appliance["on"].destination_cidr_block == "10.80.0.0/16"
    error_message = "Routes lead to the appliances that are recovered."
  }

  assert {
    condition     = output.servers["second"].private_address == "10.64.0.5" && output.mode == "failover"
    error_message = "Addresses are those of the plan."
  }
}

run "refuses_a_mode_that_nobody_knows" {
  command = plan

  variables {
    mode = "exercise"
  }

  expect_failures = [var.mode]
}

run "refuses_a_subnet_that_the_foundation_does_not_have" {
  command = plan

  variables {
    appliance_routes = {}
    servers = {
      first = {
        name       = "First", wave = 1, instance_type = "m7i.large", tags = {}, data_disks = {}
        interfaces = { "0" = { subnet_key = "gone", security_group_keys = [], addresses = [] } }
      }
    }
  }

  expect_failures = [var.servers]
}

run "keeps_servers_of_a_drill_out_of_balancers_that_stand" {
  variables {
    mode = "drill"
    foundation = {
      vpc_ids               = { shop = "vpc-shop" }
      subnet_ids            = { app = "subnet-app" }
      subnet_vpc_keys       = { app = "shop" }
      security_group_ids    = { web = "sg-web" }
      route_table_ids       = { main = "rtb-main" }
      kms_key_arn           = "arn:aws:kms:eu-west-1:111122223333:key/k"
      instance_profile_name = "profile"
      target_group_arns     = { standing = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/s/1" }
    }
    pool_targets  = { "standing/first" = { target_pool_key = "standing", server_key = "first", port = 80 } }
    private_zones = { corp = { name = "corp.example", vpc_keys = ["shop"] } }
  }

  assert {
    condition     = length(aws_lb_target_group_attachment.this) == 0
    error_message = "Nobody is sent to a server of a drill."
  }
}

run "joins_balancers_that_stand_in_a_failover" {
  variables {
    mode       = "failover"
    up_to_wave = 1
    foundation = {
      vpc_ids               = { shop = "vpc-shop" }
      subnet_ids            = { app = "subnet-app" }
      subnet_vpc_keys       = { app = "shop" }
      security_group_ids    = { web = "sg-web" }
      route_table_ids       = { main = "rtb-main" }
      kms_key_arn           = "arn:aws:kms:eu-west-1:111122223333:key/k"
      instance_profile_name = "profile"
      target_group_arns     = { standing = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/s/1" }
    }
    pool_targets = {
      "standing/first"  = { target_pool_key = "standing", server_key = "first", port = 80 }
      "standing/second" = { target_pool_key = "standing", server_key = "second", port = 80 }
    }
  }

  assert {
    condition     = keys(aws_lb_target_group_attachment.this) == ["standing/first"]
    error_message = "A server joins when its wave has come."
  }
}

run "refuses_an_encrypted_listener_without_a_certificate" {
  command = plan

  variables {
    balancers    = { web = { name = "dr-web", label = "Web", type = "network", internal = true, security_group_keys = ["web"], subnets = { app = "" } } }
    target_pools = { web = { name = "dr-web-1", label = "Web", vpc_key = "shop", protocol = "TCP", port = 80, target_type = "instance" } }
    listeners    = { web-tls = { balancer_key = "web", protocol = "TLS", port = 443, target_pool_key = "web" } }
  }

  expect_failures = [var.certificates]
}

run "joins_what_drs_has_launched" {
  variables {
    mode       = "failover"
    up_to_wave = 1
    servers    = {}
    replicated_servers = {
      first  = { wave = 1, interfaces = ["0", "1"] }
      second = { wave = 2, interfaces = ["0"] }
    }
    recovered_instances = { first = "i-0123456789abcdef0", second = null }
    appliance_routes = {
      on    = { route_table_key = "main", family = 4, destination = "10.80.0.0/16", server_key = "first", interface = "1" }
      later = { route_table_key = "main", family = 4, destination = "10.81.0.0/16", server_key = "second", interface = "0" }
    }
    foundation = {
      vpc_ids               = { shop = "vpc-shop" }
      subnet_ids            = { app = "subnet-app" }
      subnet_vpc_keys       = { app = "shop" }
      security_group_ids    = { web = "sg-web" }
      route_table_ids       = { main = "rtb-main" }
      kms_key_arn           = "arn:aws:kms:eu-west-1:111122223333:key/k"
      instance_profile_name = "profile"
      target_group_arns     = { standing = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/s/1" }
    }
    pool_targets = {
      "standing/first"  = { target_pool_key = "standing", server_key = "first", port = 80 }
      "standing/second" = { target_pool_key = "standing", server_key = "second", port = 80 }
    }
  }

  assert {
    condition     = aws_lb_target_group_attachment.this["standing/first"].target_id == "i-0123456789abcdef0" && length(aws_lb_target_group_attachment.this) == 1
    error_message = "What was launched joins its target group; what was not waits."
  }

  assert {
    condition     = keys(aws_route.appliance) == ["on"] && keys(data.aws_network_interface.launched) == ["first/1"]
    error_message = "Routes lead to cards of what was launched."
  }

  assert {
    condition     = length(output.servers) == 0
    error_message = "No server is made."
  }
}

run "refuses_an_instance_that_is_none" {
  command = plan

  variables {
    replicated_servers  = { third = { wave = 1, interfaces = ["0"] } }
    recovered_instances = { third = "third" }
  }

  expect_failures = [var.recovered_instances]
}
