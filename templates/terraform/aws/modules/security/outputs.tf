output "security_group_ids" {
  description = "Security group ids by key."
  value       = local.security_group_ids
}

output "prefix_list_ids" {
  description = "Prefix list ids by key, of our own lists and of those that AWS keeps."
  value       = local.prefix_list_ids
}
