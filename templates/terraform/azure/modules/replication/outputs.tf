output "recovery_plan_ids" {
  description = "Ids of the recovery plans to fail over with, by key."
  value       = { for key, plan in azurerm_site_recovery_replication_recovery_plan.this : key => plan.id }
}

output "cache_storage_id" {
  description = "The storage account in the primary region that machines write to first."
  value       = azurerm_storage_account.cache.id
}

output "test_network_ids" {
  description = "Ids of the networks of test failovers, by the key of the VNet that they copy."
  value       = local.test_network_ids
}
