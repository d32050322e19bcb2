output "names" {
  description = "By key the name that a record of the public zone is to lead to."
  value       = { for key, profile in azurerm_traffic_manager_profile.this : key => profile.fqdn }
}
