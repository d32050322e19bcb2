output "group_ids" {
  description = "Ids of the groups that servers name, once their capacity is there."
  value       = { for key, group in azurerm_capacity_reservation_group.this : key => group.id }

  # A server that names an empty group is refused.
  depends_on = [azurerm_capacity_reservation.this]
}
