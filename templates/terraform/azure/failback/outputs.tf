output "servers" {
  description = "Servers that were made again, by key: what they are called, what they are, and where they answer."
  value       = module.servers.servers
}
