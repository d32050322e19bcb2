output "disk_encryption_set_id" {
  description = "What encrypts every disk, once it may use its key."
  value       = azurerm_disk_encryption_set.this.id

  # A disk that is made before this role is refused.
  depends_on = [azurerm_role_assignment.disk_encryption]
}

output "key_vault_id" {
  description = "The key vault of the recovery site."
  value       = azurerm_key_vault.this.id
}

output "log_storage_id" {
  description = "The storage account that flow logs are written to."
  value       = azurerm_storage_account.logs.id
}

output "recovery_vault" {
  description = "The vault of backups and of Site Recovery."
  value = {
    id                  = azurerm_recovery_services_vault.this.id
    name                = azurerm_recovery_services_vault.this.name
    resource_group_name = var.resource_group_name
  }
}

output "backup_policy_ids" {
  description = "Ids of the backup policies, by key."
  value       = { for key, policy in azurerm_backup_policy_vm.this : key => policy.id }
}
