# The vault raises alerts of its own for failed backups and restores, and for replication that is in a critical state. They
# are passed on to whoever is named; without anybody they are to be seen in the portal only.
locals {
  receivers = toset(length(var.alert_emails) > 0 ? ["alerts"] : [])
}

resource "azurerm_monitor_action_group" "this" {
  for_each = local.receivers

  name                = "${var.name}-${each.key}"
  resource_group_name = var.resource_group_name
  short_name          = "drplan"

  dynamic "email_receiver" {
    for_each = var.alert_emails

    content {
      name                    = email_receiver.key
      email_address           = email_receiver.value
      use_common_alert_schema = true
    }
  }

  tags = var.tags
}

resource "azurerm_monitor_alert_processing_rule_action_group" "this" {
  for_each = local.receivers

  name                 = "${var.name}-${each.key}"
  resource_group_name  = var.resource_group_name
  description          = "Alerts of the recovery vault: backup and replication"
  scopes               = [azurerm_recovery_services_vault.this.id]
  add_action_group_ids = [azurerm_monitor_action_group.this[each.key].id]

  tags = var.tags
}
