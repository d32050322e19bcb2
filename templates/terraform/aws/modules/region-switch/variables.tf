variable "name" {
  description = "Name of the plan: 32 letters, digits and hyphens at most."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$", var.name))
    error_message = "The name of a plan has 32 letters, digits and hyphens at most, and no hyphen at an end."
  }
}

variable "region" {
  description = "The recovery region."
  type        = string
}

variable "primary_region" {
  description = "The region of the primary site."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z-]+-[0-9]+$", var.primary_region)) && var.primary_region != var.region
    error_message = "A switch is between two regions."
  }
}

variable "approval_role_arn" {
  description = "Role of those who approve."
  type        = string
}

variable "execution_role_arn" {
  description = "Role that Region switch takes on. null = one is made, which may do what the plan needs and nothing else."
  type        = string
  default     = null
}

variable "functions" {
  description = "ARNs of the Lambda functions in the primary and in the recovery region. The one of the region that is activated is called."
  type        = object({ primary = string, recovery = string })
}

variable "rto_minutes" {
  description = "The RTO that Region switch compares runs with; null = none."
  type        = number
  default     = null

  validation {
    condition     = var.rto_minutes == null ? true : var.rto_minutes >= 1 && var.rto_minutes <= 10080 && floor(var.rto_minutes) == var.rto_minutes
    error_message = "An RTO is from 1 to 10080 whole minutes."
  }
}

variable "home_step" {
  description = "The one step of the way home: somebody is asked, and nothing is done."
  type        = object({ name = string, description = string, timeout_minutes = number })
}

variable "steps" {
  description = "Steps of the failover, one after another: approve, recover, redirect, or parallel with its own steps side by side."
  type = list(object({
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

  validation {
    condition     = length(var.steps) > 0
    error_message = "A workflow has a step at least."
  }

  validation {
    condition     = alltrue([for step in var.steps : contains(["approve", "recover", "redirect", "parallel"], step.type) && (step.type == "parallel") == (length(step.steps) > 0)])
    error_message = "A step is approve, recover, redirect or parallel; parallel ones, and no others, have steps of their own."
  }

  validation {
    condition     = alltrue(flatten([for step in var.steps : [for inner in step.steps : contains(["approve", "recover", "redirect"], inner.type)]]))
    error_message = "Steps side by side hold no others."
  }

  validation {
    condition = alltrue([
      for step in flatten([for step in var.steps : concat([step], step.steps)]) :
      step.type == "parallel" ? true : try(step.timeout_minutes >= 1 && floor(step.timeout_minutes) == step.timeout_minutes, false)
    ])
    error_message = "The time limit of a step is a whole number of minutes, 1 at least."
  }

  validation {
    condition = alltrue([
      for step in flatten([for step in var.steps : concat([step], step.steps)]) :
      step.type == "redirect" ? can(regex("^Z[A-Z0-9]{1,31}$", step.hosted_zone_id)) && try(length(step.record_name) >= 1, false) : true
    ])
    error_message = "A step that redirects names a record and the id of its hosted zone, such as Z0123456789ABCDEFGHIJ."
  }

  validation {
    condition     = length(flatten([for step in var.steps : concat([step.name], step.steps[*].name)])) == length(distinct(flatten([for step in var.steps : concat([step.name], step.steps[*].name)])))
    error_message = "Two steps have the same name."
  }
}
