output "plan_arn" {
  description = "The plan of Region switch."
  value       = aws_arcregionswitch_plan.this.arn
}

output "execution_role_arn" {
  description = "The role that it runs with."
  value       = local.execution_role_arn
}
