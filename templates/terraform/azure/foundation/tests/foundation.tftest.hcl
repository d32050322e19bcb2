# Without an account: terraform init && terraform test. Plans only, because keys and vaults refuse to be destroyed.
mock_provider "azurerm" {
  override_during = plan

  mock_data "azurerm_client_config" {
    defaults = {
      subscription_id = "00000000-1111-2222-3333-444444444444"
      tenant_id       = "99999999-8888-7777-6666-555555555555"
      object_id       = "12345678-1234-1234-1234-123456789012"
    }
  }

  mock_data "azurerm_snapshot" {
    defaults = { id = "/snapshots/found", trusted_launch_enabled = false }
  }
}

variables {
  location                    = "westeurope"
  name                        = "test"
  mode                        = "standby"
  vpcs                        = { shop = { name = "Shop", blocks = ["10.64.0.0/16"] } }
  subnets                     = { app = { resource_name = "app", vpc_key = "shop", route_table_key = "main", block = "10.64.1.0/24" } }
  route_tables                = { main = { name = "main", vpc_key = "shop" } }
  routes                      = {}
  peerings                    = {}
  nat_gateways                = {}
  application_security_groups = {}
  network_security_groups     = { guard = { name = "Guard", subnet_keys = ["app"] } }
  network_security_rules      = {}
  admin_rule_collections      = {}
  admin_rules                 = {}
  backup_policies             = {}
  replicated_servers          = {}
  servers = {
    web = {
      name       = "Web", resource_name = "web", size = "Standard_D4s_v5", standby_size = "Standard_D2s_v5", os_type = "Linux", tags = { Name = "Web" }
      disks      = { os = { name = "web-os", type = "StandardSSD_LRS" } }
      interfaces = { "0" = { subnet_key = "app", network_security_group_key = "guard", application_security_group_keys = [], addresses = ["10.64.1.4"], forwards = false } }
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
    condition     = keys(output.foundation.subnet_ids) == ["app"] && keys(output.foundation.vpc_ids) == ["shop"]
    error_message = "recovery/ is told of every subnet and network."
  }
}

run "replicates_where_the_primary_site_is_a_region_of_azure" {
  command = plan

  variables {
    replication = {
      northeurope = {
        networks          = { shop = "/primary/vnets/shop" }
        source_subnet_ids = []
        machines = {
          db = {
            source_vm_id = "/primary/vms/db", size = "Standard_D4s_v5", vpc_key = "shop"
            disks        = { os = { source_id = "/primary/disks/db-os", type = "Premium_LRS" } }
            interfaces   = { "0" = { source_id = "/primary/nics/db", subnet_key = "app", address = "10.64.1.20" } }
          }
        }
        recovery_plans = { wave-001-01 = { groups = [["db"]] } }
      }
    }
  }

  assert {
    condition     = keys(output.recovery_plan_ids["northeurope"]) == ["wave-001-01"]
    error_message = "There is a recovery plan to fail over with."
  }
}

run "refuses_to_replicate_from_here" {
  command = plan

  variables {
    replication = { westeurope = { networks = {}, source_subnet_ids = [], machines = {}, recovery_plans = {} } }
  }

  expect_failures = [var.replication]
}

run "refuses_a_recovery_plan_that_site_recovery_does_not_take" {
  command = plan

  variables {
    replication = { northeurope = { networks = {}, source_subnet_ids = [], machines = {}, recovery_plans = { wave-001-01 = { groups = [[], [], [], [], [], [], [], []] } } } }
  }

  expect_failures = [var.replication]
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
    subnets = { app = { resource_name = "app", vpc_key = "gone", route_table_key = "main", block = "10.64.1.0/24" } }
  }

  expect_failures = [var.subnets]
}

run "refuses_a_rule_whose_end_is_two_things" {
  command = plan

  variables {
    network_security_rules = {
      both = {
        group_key    = "guard", direction = "Inbound", priority = 100, access = "Allow", protocol = "Tcp", description = "x"
        source_ports = [], destination_ports = [], source = { tag = "*", blocks = ["10.0.0.0/8"] }, destination = { tag = "*" }
      }
    }
  }

  expect_failures = [var.network_security_rules]
}

run "refuses_a_priority_that_azure_does_not_have" {
  command = plan

  variables {
    network_security_rules = {
      late = {
        group_key    = "guard", direction = "Inbound", priority = 5000, access = "Allow", protocol = "Tcp", description = "x"
        source_ports = [], destination_ports = [], source = { tag = "*" }, destination = { tag = "*" }
      }
    }
  }

  expect_failures = [var.network_security_rules]
}
