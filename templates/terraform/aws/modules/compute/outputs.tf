output "servers" {
  description = "Servers by key: what they are called, what they are, and where they answer."
  value = {
    for key, instance in aws_instance.this : key => {
      name            = var.servers[key].name
      instance_id     = instance.id
      image_id        = data.aws_ami.this[key].id
      private_address = instance.private_ip
    }
  }
}

output "interface_ids" {
  description = "Ids of the interfaces, by server key and interface key: shop-web/0."
  value = merge(
    { for key, instance in aws_instance.this : "${key}/0" => instance.primary_network_interface_id },
    { for key, interface in aws_network_interface.this : key => interface.id },
  )
}
