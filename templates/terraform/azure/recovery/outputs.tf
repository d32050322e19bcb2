output "servers" {
  description = "Servers by key: what they are called, what they are, and where they answer."
  value       = module.servers.servers
}

output "mode" {
  description = "Whether the servers are a drill or a failover."
  value       = var.mode
}

output "balancer_addresses" {
  description = "Where load balancers answer that are made here, by key."
  value       = module.balancers.addresses
}
