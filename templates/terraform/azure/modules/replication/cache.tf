data "azurerm_client_config" "current" {}

locals {
  # As in modules/protection, with another ending: both names are of all customers of Azure together.
  unique = "${substr(replace(var.name, "-", ""), 0, 10)}${substr(sha256("${data.azurerm_client_config.current.subscription_id}/${var.name}/cache"), 0, 10)}"
}

# What machines write goes here first, so it is where they are. Machines write to it themselves, from their subnets: these
# need the service endpoint Microsoft.Storage. Site Recovery signs in with the key of the account.
resource "azurerm_storage_account" "cache" {
  name                             = "sc${local.unique}"
  resource_group_name              = azurerm_resource_group.this.name
  location                         = var.primary_location
  account_kind                     = "StorageV2"
  account_tier                     = "Standard"
  account_replication_type         = "LRS"
  min_tls_version                  = "TLS1_2"
  https_traffic_only_enabled       = true
  allow_nested_items_to_be_public  = false
  cross_tenant_replication_enabled = false
  shared_access_key_enabled        = true
  local_user_enabled               = false

  network_rules {
    default_action             = "Deny"
    bypass                     = ["AzureServices"]
    virtual_network_subnet_ids = var.source_subnet_ids
  }

  sas_policy {
    expiration_period = "01.00:00:00"
    expiration_action = "Log"
  }

  tags = var.tags
}
