data "azurerm_client_config" "current" {}

locals {
  # Unique among all customers of Azure, and the same at every plan: both names take letters and digits only.
  unique = "${substr(replace(var.name, "-", ""), 0, 10)}${substr(sha256("${data.azurerm_client_config.current.subscription_id}/${var.name}"), 0, 10)}"
}

resource "azurerm_key_vault" "this" {
  name                          = "kv${local.unique}"
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tenant_id                     = data.azurerm_client_config.current.tenant_id
  sku_name                      = "standard"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = true

  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
    ip_rules       = var.key_vault_addresses
  }

  tags = var.tags

  # Without the key no disk of this site can ever be read again.
  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_role_assignment" "key_officer" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Crypto Officer"
  principal_id         = data.azurerm_client_config.current.object_id
}

resource "azurerm_key_vault_key" "disks" {
  name         = "disks"
  key_vault_id = azurerm_key_vault.this.id
  key_type     = "RSA"
  key_size     = 4096
  key_opts     = ["unwrapKey", "wrapKey"]

  # By its age: the first version has no day of expiry that one could count back from.
  rotation_policy {
    expire_after         = "P2Y"
    notify_before_expiry = "P60D"

    automatic {
      time_after_creation = "P21M"
    }
  }

  tags = var.tags

  lifecycle {
    prevent_destroy = true
  }

  # The vault lets nobody make a key by being its owner, and the key names the vault only.
  depends_on = [azurerm_role_assignment.key_officer]
}

resource "azurerm_disk_encryption_set" "this" {
  name                      = "${var.name}-disks"
  resource_group_name       = var.resource_group_name
  location                  = var.location
  key_vault_key_id          = azurerm_key_vault_key.disks.versionless_id
  auto_key_rotation_enabled = true
  encryption_type           = "EncryptionAtRestWithCustomerKey"

  identity {
    type = "SystemAssigned"
  }

  tags = var.tags

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_role_assignment" "disk_encryption" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = azurerm_disk_encryption_set.this.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# Flow logs come from a trusted service of Azure, which passes the firewall; nobody else does.
resource "azurerm_storage_account" "logs" {
  name                              = "st${local.unique}"
  resource_group_name               = var.resource_group_name
  location                          = var.location
  account_kind                      = "StorageV2"
  account_tier                      = "Standard"
  account_replication_type          = length(var.zones) > 0 ? "ZRS" : "LRS"
  min_tls_version                   = "TLS1_2"
  https_traffic_only_enabled        = true
  allow_nested_items_to_be_public   = false
  shared_access_key_enabled         = false
  local_user_enabled                = false
  cross_tenant_replication_enabled  = false
  infrastructure_encryption_enabled = true

  network_rules {
    default_action = "Deny"
    bypass         = ["AzureServices", "Logging", "Metrics"]
  }

  blob_properties {
    delete_retention_policy {
      days = 30
    }
  }

  tags = var.tags
}
