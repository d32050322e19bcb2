output "network_security_group_ids" {
  description = "Network security group ids by key, once their rules are there."
  value       = { for key, group in azurerm_network_security_group.this : key => group.id }

  # A card that is put behind a group must not find it empty.
  depends_on = [azurerm_network_security_rule.this]
}

output "application_security_group_ids" {
  description = "Application security group ids by key."
  value       = local.application_security_group_ids
}
