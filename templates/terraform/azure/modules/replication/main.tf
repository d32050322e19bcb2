# Azure Site Recovery between two regions of Azure. Its failover makes the machines, with disks and cards: so no module makes
# them. Names of fabrics and containers are fixed, because there is one of each for a pair of regions.
resource "azurerm_site_recovery_fabric" "primary" {
  name                = "primary-${var.primary_location}"
  resource_group_name = var.recovery_vault.resource_group_name
  recovery_vault_name = var.recovery_vault.name
  location            = var.primary_location
}

resource "azurerm_site_recovery_fabric" "recovery" {
  name                = "recovery-${var.location}"
  resource_group_name = var.recovery_vault.resource_group_name
  recovery_vault_name = var.recovery_vault.name
  location            = var.location

  # The vault makes one fabric at a time.
  depends_on = [azurerm_site_recovery_fabric.primary]
}

resource "azurerm_site_recovery_protection_container" "primary" {
  name                 = "primary"
  resource_group_name  = var.recovery_vault.resource_group_name
  recovery_vault_name  = var.recovery_vault.name
  recovery_fabric_name = azurerm_site_recovery_fabric.primary.name
}

resource "azurerm_site_recovery_protection_container" "recovery" {
  name                 = "recovery"
  resource_group_name  = var.recovery_vault.resource_group_name
  recovery_vault_name  = var.recovery_vault.name
  recovery_fabric_name = azurerm_site_recovery_fabric.recovery.name
}

# Points of a day back, and every four hours one that applications took part in.
resource "azurerm_site_recovery_replication_policy" "this" {
  name                                                 = "${var.name}-replication"
  resource_group_name                                  = var.recovery_vault.resource_group_name
  recovery_vault_name                                  = var.recovery_vault.name
  recovery_point_retention_in_minutes                  = 24 * 60
  application_consistent_snapshot_frequency_in_minutes = 4 * 60
}

resource "azurerm_site_recovery_protection_container_mapping" "this" {
  name                                      = "${var.name}-mapping"
  resource_group_name                       = var.recovery_vault.resource_group_name
  recovery_vault_name                       = var.recovery_vault.name
  recovery_fabric_name                      = azurerm_site_recovery_fabric.primary.name
  recovery_source_protection_container_name = azurerm_site_recovery_protection_container.primary.name
  recovery_target_protection_container_id   = azurerm_site_recovery_protection_container.recovery.id
  recovery_replication_policy_id            = azurerm_site_recovery_replication_policy.this.id
}

resource "azurerm_site_recovery_network_mapping" "this" {
  for_each = var.networks

  name                        = each.key
  resource_group_name         = var.recovery_vault.resource_group_name
  recovery_vault_name         = var.recovery_vault.name
  source_recovery_fabric_name = azurerm_site_recovery_fabric.primary.name
  target_recovery_fabric_name = azurerm_site_recovery_fabric.recovery.name
  source_network_id           = each.value
  target_network_id           = var.vpc_ids[each.key]

  lifecycle {
    ignore_changes = [name]
  }
}

# What failovers make. It is empty until then, and outlives this module's other things if they go.
resource "azurerm_resource_group" "this" {
  name     = "${var.name}-replicated"
  location = var.location

  tags = var.tags
}
