output "servers" {
  description = "Servers by key: what they are called, what they are, and where they answer."
  value = {
    for key, server in var.servers : key => {
      name            = server.name
      vm_id           = local.vm_ids[key]
      os_disk_id      = local.disk_ids["${key}/os"]
      private_address = try(server.interfaces["0"].addresses[0], azurerm_network_interface.this["${key}/0"].private_ip_address)
    }
  }
}

output "network_interface_ids" {
  description = "Ids of the cards, by server and index."
  value       = local.network_interface_ids
}
