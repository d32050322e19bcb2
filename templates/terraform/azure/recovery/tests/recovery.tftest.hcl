# Without an account: terraform init && terraform test
mock_provider "azurerm" {
  mock_data "azurerm_snapshot" {
    defaults = { id = "/snapshots/found", trusted_launch_enabled = false }
  }
}

variables {
  location = "westeurope"
  name     = "test"
  foundation = {
    vpc_ids                        = { shop = "/vnets/shop" }
    subnet_ids                     = { app = "/subnets/app" }
    network_security_group_ids     = { guard = "/groups/guard" }
    application_security_group_ids = { web = "/groups/web" }
    disk_encryption_set_id         = "/sets/disks"
    recovery_vault                 = { name = "test", resource_group_name = "test-foundation" }
    backup_policy_ids              = { every-24h = "/policies/every-24h" }
  }
  private_records = {}
  servers = {
    first = {
      name       = "First", resource_name = "first", wave = 1, size = "Standard_D2s_v5", os_type = "Linux", backup_policy_key = "every-24h", tags = { Name = "First" }
      disks      = { os = { name = "first-os", type = "StandardSSD_LRS" } }
      interfaces = { "0" = { subnet_key = "app", network_security_group_key = "guard", application_security_group_keys = ["web"], addresses = ["10.64.0.4"], forwards = false } }
    }
    second = {
      name       = "Second", resource_name = "second", wave = 2, size = "Standard_D2s_v5", os_type = "Windows", tags = { Name = "Second" }
      disks      = { os = { name = "second-os", type = "StandardSSD_LRS" } }
      interfaces = { "0" = { subnet_key = "app", application_security_group_keys = [], addresses = ["10.64.0.5"], forwards = false } }
    }
  }
}

run "closes_a_drill_off" {
  variables {
    mode = "drill"
  }

  assert {
    condition     = keys(output.servers) == ["first", "second"]
    error_message = "A drill makes every server."
  }

  assert {
    condition     = alltrue([for rule in azurerm_network_security_rule.drill : rule.access == "Deny" && rule.priority == 100 && rule.protocol == "*" && rule.source_address_prefix == "*" && rule.destination_address_prefix == "*"])
    error_message = "Its group denies everything before any other rule."
  }

  assert {
    condition     = keys(azurerm_network_security_rule.drill) == ["Inbound", "Outbound"]
    error_message = "In both directions."
  }
}

run "brings_servers_back_wave_by_wave" {
  variables {
    mode       = "failover"
    up_to_wave = 1
  }

  assert {
    condition     = keys(output.servers) == ["first"]
    error_message = "The second wave waits."
  }
}

run "gives_a_failover_the_planned_addresses" {
  variables {
    mode = "failover"
  }

  assert {
    condition     = output.servers["first"].private_address == "10.64.0.4" && output.servers["second"].private_address == "10.64.0.5" && output.mode == "failover"
    error_message = "Addresses are those of the plan."
  }
}

run "answers_private_names_with_recovery_addresses_in_a_failover" {
  variables {
    mode = "failover"
    private_records = {
      shop-test = { zone = "shop.test", records = { "db" = { ttl_seconds = 60, addresses = ["10.64.0.4"] } } }
    }
    private_zones = ["shop.test"]
  }

  assert {
    condition     = azurerm_private_dns_a_record.this["shop-test/db"].records == toset(["10.64.0.4"]) && azurerm_private_dns_a_record.this["shop-test/db"].ttl == 60
    error_message = "The name leads to the recovered server."
  }

  assert {
    condition     = azurerm_private_dns_zone_virtual_network_link.this["shop-test/shop"].virtual_network_id == "/vnets/shop"
    error_message = "Machines of the network are answered."
  }
}

run "answers_no_private_name_in_a_drill" {
  variables {
    mode            = "drill"
    private_records = { shop-test = { zone = "shop.test", records = { "db" = { ttl_seconds = 60, addresses = ["10.64.0.4"] } } } }
    private_zones   = ["shop.test"]
  }

  assert {
    condition     = length(azurerm_private_dns_zone.this) == 0
    error_message = "Standing servers must not be led to those of a drill."
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
    servers = {
      first = {
        name       = "First", resource_name = "first", wave = 1, size = "Standard_D2s_v5", os_type = "Linux", tags = {}
        disks      = { os = { name = "first-os", type = "StandardSSD_LRS" } }
        interfaces = { "0" = { subnet_key = "gone", application_security_group_keys = [], addresses = [], forwards = false } }
      }
    }
  }

  expect_failures = [var.servers]
}
