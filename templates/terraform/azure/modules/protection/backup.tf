resource "azurerm_recovery_services_vault" "this" {
  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  sku                 = "Standard"
  storage_mode_type   = var.vault_redundancy
  soft_delete_enabled = true
  immutability        = "Unlocked"

  # Servers outside Azure replicate and back up to it, which have no private way in before the network stands.
  public_network_access_enabled = true

  identity {
    type = "SystemAssigned"
  }

  monitoring {
    alerts_for_all_job_failures_enabled            = true
    alerts_for_critical_operation_failures_enabled = true
  }

  tags = var.tags

  lifecycle {
    prevent_destroy = true
  }
}

# Enhanced policies: only these know backups by the hour, and machines with trusted launch.
resource "azurerm_backup_policy_vm" "this" {
  for_each = var.backup_policies

  name                = each.key
  resource_group_name = var.resource_group_name
  recovery_vault_name = azurerm_recovery_services_vault.this.name
  policy_type         = "V2"
  timezone            = "UTC"

  backup {
    frequency     = each.value.interval_hours == 24 ? "Daily" : "Hourly"
    time          = "05:00"
    hour_interval = each.value.interval_hours == 24 ? null : each.value.interval_hours
    hour_duration = each.value.interval_hours == 24 ? null : 24
  }

  retention_daily {
    count = var.backup_retention_days
  }
}
