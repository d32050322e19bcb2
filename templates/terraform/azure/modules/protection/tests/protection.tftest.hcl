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
}

variables {
  name                  = "test"
  resource_group_name   = "test-foundation"
  location              = "westeurope"
  tags                  = {}
  zones                 = ["1", "2", "3"]
  key_vault_addresses   = ["203.0.113.7"]
  vault_redundancy      = "GeoRedundant"
  backup_policies       = { every-4h = { interval_hours = 4 }, every-24h = { interval_hours = 24 } }
  backup_retention_days = 14
  alert_emails          = { desk = "desk@example.org" }
}

run "keeps_what_must_outlive_every_drill" {
  command = plan

  assert {
    condition     = azurerm_key_vault.this.purge_protection_enabled && azurerm_key_vault.this.soft_delete_retention_days == 90
    error_message = "Nobody purges the key vault."
  }

  assert {
    condition     = azurerm_recovery_services_vault.this.soft_delete_enabled && azurerm_recovery_services_vault.this.immutability == "Unlocked" && azurerm_recovery_services_vault.this.storage_mode_type == "GeoRedundant"
    error_message = "Backups stay when somebody deletes them, and are kept as asked."
  }
}

run "closes_key_vault_and_storage" {
  command = plan

  assert {
    condition     = azurerm_key_vault.this.network_acls[0].default_action == "Deny" && toset(azurerm_key_vault.this.network_acls[0].ip_rules) == toset(["203.0.113.7"])
    error_message = "Only named addresses reach the key vault."
  }

  assert {
    condition     = azurerm_storage_account.logs.network_rules[0].default_action == "Deny" && !azurerm_storage_account.logs.shared_access_key_enabled
    error_message = "Nobody reaches the flow logs by a key."
  }
}

run "rotates_the_key_of_the_disks" {
  command = plan

  assert {
    condition     = azurerm_disk_encryption_set.this.auto_key_rotation_enabled && azurerm_key_vault_key.disks.rotation_policy[0].expire_after == "P2Y"
    error_message = "Disks follow the key."
  }

  assert {
    condition     = azurerm_role_assignment.disk_encryption.role_definition_name == "Key Vault Crypto Service Encryption User"
    error_message = "The encryption set may use it, and no more."
  }
}

run "takes_a_backup_as_often_as_asked_and_keeps_it_as_long" {
  command = plan

  assert {
    condition     = azurerm_backup_policy_vm.this["every-4h"].backup[0].frequency == "Hourly" && azurerm_backup_policy_vm.this["every-4h"].backup[0].hour_interval == 4
    error_message = "Every four hours."
  }

  assert {
    condition     = azurerm_backup_policy_vm.this["every-24h"].backup[0].frequency == "Daily" && azurerm_backup_policy_vm.this["every-24h"].backup[0].hour_interval == null
    error_message = "Every day."
  }

  assert {
    condition     = alltrue([for policy in azurerm_backup_policy_vm.this : policy.retention_daily[0].count == 14 && policy.policy_type == "V2"])
    error_message = "Retention."
  }
}

run "wakes_somebody_when_backup_or_replication_fails" {
  command = plan

  assert {
    condition     = [for receiver in azurerm_monitor_action_group.this["alerts"].email_receiver : receiver.email_address] == ["desk@example.org"]
    error_message = "Who asked to be told."
  }

  assert {
    condition     = length(azurerm_monitor_alert_processing_rule_action_group.this["alerts"].scopes) == 1 && length(azurerm_monitor_alert_processing_rule_action_group.this["alerts"].condition) == 0
    error_message = "Every alert of the vault is passed on."
  }

  assert {
    condition     = azurerm_recovery_services_vault.this.monitoring[0].alerts_for_all_job_failures_enabled
    error_message = "The vault alerts when a job fails."
  }
}

run "makes_no_receiver_that_nobody_named" {
  command = plan

  variables {
    alert_emails = {}
  }

  assert {
    condition     = length(azurerm_monitor_action_group.this) == 0
    error_message = "Alerts are in the portal all the same."
  }
}
