# Servers that DRS has launched: they are not made here, and join what is.

locals {
  launched = {
    for key, instance_id in var.recovered_instances : key => instance_id
    if instance_id != null && contains(keys(var.replicated_servers), key)
  }

  launched_cards = {
    for route in var.appliance_routes : "${route.server_key}/${route.interface}" => {
      instance_id  = local.launched[route.server_key]
      device_index = route.interface
    }... if contains(keys(local.launched), route.server_key)
  }

  interface_ids = merge(module.servers.interface_ids, { for key, card in data.aws_network_interface.launched : key => card.id })
  instance_ids  = merge({ for key, server in module.servers.servers : key => server.instance_id }, local.launched)
}

# DRS makes the cards, so only their server and place are known.
data "aws_network_interface" "launched" {
  for_each = { for key, cards in local.launched_cards : key => cards[0] }

  filter {
    name   = "attachment.instance-id"
    values = [each.value.instance_id]
  }

  filter {
    name   = "attachment.device-index"
    values = [each.value.device_index]
  }
}
