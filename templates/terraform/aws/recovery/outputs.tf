output "servers" {
  description = "Servers by key: what they are called, what they are, and where they answer."
  value       = module.servers.servers
}

output "mode" {
  description = "Whether the servers are a drill or a failover."
  value       = var.mode
}

output "balancers" {
  description = "Load balancers by key: the names that they answer to."
  value       = module.balancers.balancers
}
