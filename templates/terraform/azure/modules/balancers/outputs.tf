output "target_pool_ids" {
  description = "Ids of the pools by key."
  value       = { for key, pool in azurerm_lb_backend_address_pool.this : key => pool.id }
}

output "addresses" {
  description = "Where balancers answer, by key."
  value = {
    for key, balancer in azurerm_lb.this : key => (
      var.balancers[key].subnet_key == null ? azurerm_public_ip.this[key].ip_address : coalesce(var.balancers[key].address, balancer.private_ip_address)
    )
  }
}
