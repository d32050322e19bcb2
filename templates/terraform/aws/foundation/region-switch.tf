# The order of the failover as a plan of ARC Region switch, where drplan.yaml asks for it (terraform.regionSwitch).
module "region_switch" {
  source   = "../modules/region-switch"
  for_each = { for given in [var.region_switch] : "failover" => given if given != null }

  name               = var.name
  region             = var.region
  primary_region     = each.value.primary_region
  approval_role_arn  = each.value.approval_role_arn
  execution_role_arn = each.value.execution_role_arn
  functions          = each.value.functions
  rto_minutes        = each.value.rto_minutes
  home_step          = each.value.home_step
  steps              = each.value.steps
}

output "region_switch_plan_arn" {
  description = "The plan of ARC Region switch; null where none was asked for."
  value       = one([for made in module.region_switch : made.plan_arn])
}
