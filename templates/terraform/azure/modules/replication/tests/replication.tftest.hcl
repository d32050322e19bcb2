# Without an account: terraform init && terraform test
mock_provider "azurerm" {
  mock_data "azurerm_client_config" {
    defaults = { subscription_id = "00000000-1111-2222-3333-444444444444" }
  }
}

variables {
  name                   = "test"
  location               = "westeurope"
  primary_location       = "northeurope"
  tags                   = {}
  recovery_vault         = { id = "/vaults/test", name = "test", resource_group_name = "test-foundation" }
  disk_encryption_set_id = "/sets/disks"
  vpc_ids                = { shop = "/vnets/shop" }
  subnet_names           = { app = "app" }
  networks               = { shop = "/primary/vnets/shop" }
  source_subnet_ids      = ["/primary/vnets/shop/subnets/app"]
  test_networks          = { shop = { blocks = ["10.64.0.0/16"] } }
  test_subnets           = { app = { name = "app", vpc_key = "shop", block = "10.64.1.0/24" } }
  machines = {
    db = {
      source_vm_id = "/primary/vms/db", size = "Standard_D4s_v5", zone = "2", vpc_key = "shop"
      disks        = { os = { source_id = "/primary/disks/db-os", type = "Premium_LRS" }, data = { source_id = "/primary/disks/db-data", type = "StandardSSD_LRS" } }
      interfaces   = { "0" = { source_id = "/primary/nics/db", subnet_key = "app", address = "10.64.1.20" } }
    }
    web = {
      source_vm_id = "/primary/vms/web", size = "Standard_D2s_v5", vpc_key = "shop"
      disks        = { os = { source_id = "/primary/disks/web-os", type = "StandardSSD_LRS" } }
      interfaces   = { "0" = { source_id = "/primary/nics/web", subnet_key = "app" } }
    }
  }
  recovery_plans = { wave-001-01 = { groups = [["db"], ["web"]] } }
}

run "replicates_from_the_primary_region_to_this_one" {
  assert {
    condition     = azurerm_site_recovery_fabric.primary.location == "northeurope" && azurerm_site_recovery_fabric.recovery.location == "westeurope"
    error_message = "Each region has its fabric."
  }

  assert {
    condition     = azurerm_site_recovery_replication_policy.this.recovery_point_retention_in_minutes == 1440 && azurerm_site_recovery_replication_policy.this.application_consistent_snapshot_frequency_in_minutes == 240
    error_message = "Points of a day, and one of applications every four hours."
  }

  assert {
    condition     = azurerm_site_recovery_network_mapping.this["shop"].source_network_id == "/primary/vnets/shop" && azurerm_site_recovery_network_mapping.this["shop"].target_network_id == "/vnets/shop"
    error_message = "The network of the primary site stands for ours."
  }
}

run "gives_machines_their_planned_address_size_and_disks" {
  assert {
    condition     = one(azurerm_site_recovery_replicated_vm.this["db"].network_interface).target_static_ip == "10.64.1.20" && one(azurerm_site_recovery_replicated_vm.this["db"].network_interface).target_subnet_name == "app"
    error_message = "The address is the planned one, and not the next that is free."
  }

  assert {
    condition     = azurerm_site_recovery_replicated_vm.this["db"].target_virtual_machine_size == "Standard_D4s_v5" && azurerm_site_recovery_replicated_vm.this["db"].target_zone == "2"
    error_message = "Size and zone."
  }

  assert {
    condition     = toset([for disk in azurerm_site_recovery_replicated_vm.this["db"].managed_disk : "${disk.disk_id} ${disk.target_disk_type} ${disk.target_disk_encryption_set_id}"]) == toset(["/primary/disks/db-os Premium_LRS /sets/disks", "/primary/disks/db-data StandardSSD_LRS /sets/disks"])
    error_message = "Every disk, with its type and our key."
  }
}

run "tries_failovers_where_nothing_else_is" {
  assert {
    condition     = azurerm_site_recovery_replicated_vm.this["db"].test_network_id == azurerm_virtual_network.test["shop"].id && one(azurerm_site_recovery_replicated_vm.this["db"].network_interface).failover_test_static_ip == "10.64.1.20"
    error_message = "In a network of its own, with the planned address."
  }

  assert {
    condition     = alltrue([for rule in azurerm_network_security_rule.test : rule.access == "Deny"]) && azurerm_subnet.test["app"].default_outbound_access_enabled == false
    error_message = "Nothing leaves it."
  }
}

run "keeps_what_is_on_the_way_to_itself" {
  assert {
    condition     = azurerm_storage_account.cache.location == "northeurope" && azurerm_storage_account.cache.network_rules[0].default_action == "Deny"
    error_message = "The cache is where the machines are, and closed."
  }

  assert {
    condition     = toset(azurerm_storage_account.cache.network_rules[0].virtual_network_subnet_ids) == toset(["/primary/vnets/shop/subnets/app"]) && azurerm_storage_account.cache.min_tls_version == "TLS1_2"
    error_message = "To all but the subnets of the machines."
  }
}

run "starts_machines_in_their_waves" {
  assert {
    condition = [for group in azurerm_site_recovery_replication_recovery_plan.this["wave-001-01"].boot_recovery_group : group.replicated_protected_items] == [
      tolist([azurerm_site_recovery_replicated_vm.this["db"].id]),
      tolist([azurerm_site_recovery_replicated_vm.this["web"].id]),
    ]
    error_message = "One group after the other."
  }
}
