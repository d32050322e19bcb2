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
