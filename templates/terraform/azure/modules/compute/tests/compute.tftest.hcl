# Without an account: terraform init && terraform test
mock_provider "azurerm" {
  mock_data "azurerm_snapshot" {
    defaults = { id = "/snapshots/found", trusted_launch_enabled = true }
  }
}

variables {
  resource_group_name            = "test-recovery"
  location                       = "westeurope"
  tags                           = { "drplan:site" = "test" }
  subnet_ids                     = { app = "/subnets/app", data = "/subnets/data" }
  network_security_group_ids     = { guard = "/groups/guard" }
  application_security_group_ids = { web = "/groups/web" }
  disk_encryption_set_id         = "/sets/disks"
  encryption_at_host             = true
  disk_sources                   = { b = { os = "/disks/b-os", logs = "/disks/b-logs" } }
  snapshot_resource_group_name   = "snapshots"
  trusted_launch_servers         = []
  recovery_vault                 = { name = "test", resource_group_name = "test-foundation" }
  backup_policy_ids              = { every-4h = "/policies/every-4h" }

  servers = {
    a = {
      name       = "A", resource_name = "server-a", size = "Standard_D2s_v5", os_type = "Linux", generation = "V2", zone = "2", backup_policy_key = "every-4h", tags = { Name = "A" }
      disks      = { os = { name = "a-os", type = "Premium_LRS", tier = "P10", size_gib = 128 } }
      interfaces = { "0" = { subnet_key = "app", network_security_group_key = "guard", application_security_group_keys = ["web"], addresses = ["10.64.0.4", "10.64.0.5"], forwards = true } }
    }
    b = {
      name = "B", resource_name = "server-b", size = "Standard_D4s_v5", os_type = "Windows", zone = "1", tags = { Name = "B" }
      disks = {
        os   = { name = "b-os", type = "StandardSSD_LRS", size_gib = 128 }
        logs = { name = "b-logs", lun = 3, type = "PremiumV2_LRS", size_gib = 64, iops = 5000, throughput_mibs = 200 }
      }
      interfaces = {
        "0" = { subnet_key = "app", application_security_group_keys = [], addresses = [], forwards = false }
        "1" = { subnet_key = "data", application_security_group_keys = [], addresses = ["10.64.1.4"], forwards = false }
      }
    }
  }
}

run "copies_disks_from_what_is_named_or_from_the_snapshot_of_their_name" {
  assert {
    condition     = azurerm_managed_disk.this["a/os"].source_resource_id == "/snapshots/found" && data.azurerm_snapshot.this["a/os"].name == "a-os"
    error_message = "What nobody names is looked up by the name of the disk."
  }

  assert {
    condition     = azurerm_managed_disk.this["b/logs"].source_resource_id == "/disks/b-logs" && keys(data.azurerm_snapshot.this) == ["a/os"]
    error_message = "What is named is not looked up."
  }

  assert {
    condition     = alltrue([for disk in azurerm_managed_disk.this : disk.create_option == "Copy"])
    error_message = "No disk is empty."
  }
}

run "gives_disks_their_class_and_their_place" {
  assert {
    condition     = azurerm_managed_disk.this["a/os"].tier == "P10" && azurerm_managed_disk.this["a/os"].zone == "2" && azurerm_managed_disk.this["a/os"].os_type == "Linux"
    error_message = "The disk to boot from."
  }

  assert {
    condition     = azurerm_managed_disk.this["b/logs"].disk_iops_read_write == 5000 && azurerm_managed_disk.this["b/logs"].disk_mbps_read_write == 200 && azurerm_managed_disk.this["b/logs"].os_type == null
    error_message = "A data disk with performance of its own."
  }

  assert {
    condition     = azurerm_virtual_machine_data_disk_attachment.this["b/logs"].lun == 3 && keys(azurerm_virtual_machine_data_disk_attachment.this) == ["b/logs"]
    error_message = "Attached by its LUN."
  }
}

run "gives_cards_their_planned_addresses" {
  assert {
    condition     = [for address in azurerm_network_interface.this["a/0"].ip_configuration : "${address.private_ip_address} ${address.primary}"] == ["10.64.0.4 true", "10.64.0.5 false"]
    error_message = "In their order, the first one primary."
  }

  assert {
    condition     = azurerm_network_interface.this["b/0"].ip_configuration[0].private_ip_address_allocation == "Dynamic"
    error_message = "Without one the card takes what is free."
  }

  assert {
    condition     = tolist(azurerm_windows_virtual_machine.this["b"].network_interface_ids) == tolist([azurerm_network_interface.this["b/0"].id, azurerm_network_interface.this["b/1"].id])
    error_message = "Cards are in their order."
  }

  assert {
    condition     = azurerm_network_interface.this["a/0"].ip_forwarding_enabled && !azurerm_network_interface.this["b/0"].ip_forwarding_enabled
    error_message = "Only appliances forward."
  }
}

run "puts_cards_behind_and_into_their_groups" {
  assert {
    condition     = keys(azurerm_network_interface_security_group_association.this) == ["a/0"] && azurerm_network_interface_security_group_association.this["a/0"].network_security_group_id == "/groups/guard"
    error_message = "Behind the group that guards it."
  }

  assert {
    condition     = azurerm_network_interface_application_security_group_association.this["a/0/web"].application_security_group_id == "/groups/web"
    error_message = "In the group that rules speak of."
  }
}

run "hardens_every_server" {
  assert {
    condition     = azurerm_linux_virtual_machine.this["a"].encryption_at_host_enabled && azurerm_windows_virtual_machine.this["b"].encryption_at_host_enabled
    error_message = "Caches are encrypted too."
  }

  assert {
    condition     = alltrue([for disk in azurerm_managed_disk.this : disk.disk_encryption_set_id == "/sets/disks" && !disk.public_network_access_enabled && disk.network_access_policy == "DenyAll"])
    error_message = "Disks have our key, and nobody downloads them."
  }

  assert {
    condition     = azurerm_linux_virtual_machine.this["a"].secure_boot_enabled && azurerm_windows_virtual_machine.this["b"].secure_boot_enabled == null
    error_message = "Trusted launch where its snapshot has it."
  }
}

run "backs_up_what_has_a_policy" {
  assert {
    condition     = keys(azurerm_backup_protected_vm.this) == ["a"] && azurerm_backup_protected_vm.this["a"].source_vm_id == azurerm_linux_virtual_machine.this["a"].id
    error_message = "And nothing else."
  }
}
