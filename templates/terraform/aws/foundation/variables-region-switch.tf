variable "region_switch" {
  description = "The failover as a plan of ARC Region switch: roles and functions that are in the account already, and its steps in their order. null = none is made."
  type = object({
    primary_region     = string
    approval_role_arn  = string
    execution_role_arn = optional(string)
    functions          = object({ primary = string, recovery = string })
    rto_minutes        = optional(number)
    home_step          = object({ name = string, description = string, timeout_minutes = number })
    steps = list(object({
      name            = string
      type            = string
      description     = optional(string)
      timeout_minutes = optional(number)
      hosted_zone_id  = optional(string)
      record_name     = optional(string)
      steps = optional(list(object({
        name            = string
        type            = string
        description     = optional(string)
        timeout_minutes = optional(number)
        hosted_zone_id  = optional(string)
        record_name     = optional(string)
      })), [])
    }))
  })
  default = null

  validation {
    condition = var.region_switch == null ? true : alltrue([
      for arn in [var.region_switch.approval_role_arn, coalesce(var.region_switch.execution_role_arn, var.region_switch.approval_role_arn)] :
      can(regex("^arn:aws[a-zA-Z0-9-]*:iam::[0-9]{12}:role/.+$", arn))
    ])
    error_message = "A role looks like arn:aws:iam::111122223333:role/name."
  }

  validation {
    condition = var.region_switch == null ? true : alltrue([
      for region, arn in { (var.region_switch.primary_region) = var.region_switch.functions.primary, (var.region) = var.region_switch.functions.recovery } :
      can(regex("^arn:aws[a-zA-Z-]*:lambda:${region}:[0-9]{12}:function:[a-zA-Z0-9-_]{1,64}(:[$a-zA-Z0-9-_]+)?$", arn))
    ])
    error_message = "Each region has a function of its own, such as arn:aws:lambda:eu-west-1:111122223333:function:recover."
  }
}
