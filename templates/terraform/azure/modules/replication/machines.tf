# for_each over keys alone: see modules/compute.
locals {
  machine_keys     = toset(keys(var.machines))
  replicated_ids   = { for key, machine in azurerm_site_recovery_replicated_vm.this : key => machine.id }
  test_network_ids = { for key, network in azurerm_virtual_network.test : key => network.id }
  subnet_names     = { for key, subnet in azurerm_subnet.test : key => subnet.name }
}

# A disk with a key of ours takes hours to be protected: hence the time. Version 4 of the provider sets one address a card.
resource "azurerm_site_recovery_replicated_vm" "this" {
  for_each = local.machine_keys

  name                                      = each.key
  resource_group_name                       = var.recovery_vault.resource_group_name
  recovery_vault_name                       = var.recovery_vault.name
  source_vm_id                              = var.machines[each.key].source_vm_id
  source_recovery_fabric_name               = azurerm_site_recovery_fabric.primary.name
  source_recovery_protection_container_name = azurerm_site_recovery_protection_container.primary.name
  recovery_replication_policy_id            = azurerm_site_recovery_replication_policy.this.id
  target_resource_group_id                  = azurerm_resource_group.this.id
  target_recovery_fabric_id                 = azurerm_site_recovery_fabric.recovery.id
  target_recovery_protection_container_id   = azurerm_site_recovery_protection_container.recovery.id
  target_network_id                         = var.vpc_ids[var.machines[each.key].vpc_key]
  test_network_id                           = local.test_network_ids[var.machines[each.key].vpc_key]
  target_virtual_machine_size               = var.machines[each.key].size
  target_zone                               = var.machines[each.key].zone
  target_capacity_reservation_group_id      = var.machines[each.key].capacity_group_key == null ? null : var.capacity_group_ids[var.machines[each.key].capacity_group_key]

  dynamic "managed_disk" {
    for_each = var.machines[each.key].disks

    content {
      disk_id                       = managed_disk.value.source_id
      staging_storage_account_id    = azurerm_storage_account.cache.id
      target_resource_group_id      = azurerm_resource_group.this.id
      target_disk_type              = managed_disk.value.type
      target_replica_disk_type      = managed_disk.value.type
      target_disk_encryption_set_id = var.disk_encryption_set_id
    }
  }

  dynamic "network_interface" {
    for_each = var.machines[each.key].interfaces

    content {
      source_network_interface_id = network_interface.value.source_id
      target_subnet_name          = var.subnet_names[network_interface.value.subnet_key]
      target_static_ip            = network_interface.value.address
      failover_test_subnet_name   = local.subnet_names[network_interface.value.subnet_key]
      failover_test_static_ip     = network_interface.value.address
    }
  }

  timeouts {
    create = "6h"
  }

  lifecycle {
    ignore_changes = [name]
  }

  # A machine names neither of them.
  depends_on = [
    azurerm_site_recovery_protection_container_mapping.this,
    azurerm_site_recovery_network_mapping.this,
  ]
}

# Of one wave and one network each, so that waves are checked before the next one, and a test failover goes to one network.
resource "azurerm_site_recovery_replication_recovery_plan" "this" {
  for_each = var.recovery_plans

  name                      = "${var.name}-${each.key}"
  recovery_vault_id         = var.recovery_vault.id
  source_recovery_fabric_id = azurerm_site_recovery_fabric.primary.id
  target_recovery_fabric_id = azurerm_site_recovery_fabric.recovery.id

  shutdown_recovery_group {}

  failover_recovery_group {}

  dynamic "boot_recovery_group" {
    for_each = each.value.groups

    content {
      replicated_protected_items = [for key in boot_recovery_group.value : local.replicated_ids[key]]
    }
  }
}
