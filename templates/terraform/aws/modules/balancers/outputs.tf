output "balancers" {
  description = "Load balancers by key: their names, and the zones that aliases to them name."
  value = {
    for key, balancer in aws_lb.this : key => {
      dns_name = balancer.dns_name
      zone_id  = balancer.zone_id
    }
  }
}

output "target_group_arns" {
  description = "Target groups by key, for whoever registers servers."
  value       = { for key, pool in aws_lb_target_group.this : key => pool.arn }
}
