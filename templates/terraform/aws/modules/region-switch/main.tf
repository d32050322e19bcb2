# The order of the failover as a plan of ARC Region switch. It calls a function for each step; what the function does is not part
# of this module.
locals {
  block_types = {
    approve  = "ManualApproval"
    recover  = "CustomActionLambda"
    redirect = "Route53HealthCheck"
    parallel = "Parallel"
  }

  # A version or an alias that an ARN ends with is allowed too: Region switch calls what it is given.
  function_arns = [var.functions.primary, var.functions.recovery]

  zone_ids = distinct(concat(
    [for step in var.steps : step.hosted_zone_id if step.type == "redirect"],
    flatten([for step in var.steps : [for inner in step.steps : inner.hosted_zone_id if inner.type == "redirect"]]),
  ))

  execution_role_arn = var.execution_role_arn == null ? one([for role in aws_iam_role.this : role.arn]) : var.execution_role_arn
}

resource "aws_arcregionswitch_plan" "this" {
  name                            = var.name
  description                     = "Written by drplan: what a step brings back is in runbooks/exports/arc-region-switch-members.json"
  recovery_approach               = "activePassive"
  regions                         = [var.primary_region, var.region]
  primary_region                  = var.primary_region
  execution_role                  = local.execution_role_arn
  recovery_time_objective_minutes = var.rto_minutes

  workflow {
    workflow_target_action = "activate"
    workflow_target_region = var.region
    workflow_description   = "From the primary site to the recovery site"

    dynamic "step" {
      for_each = var.steps

      content {
        name                 = step.value.name
        description          = step.value.description
        execution_block_type = local.block_types[step.value.type]

        dynamic "execution_approval_config" {
          for_each = step.value.type == "approve" ? [step.value] : []

          content {
            approval_role   = var.approval_role_arn
            timeout_minutes = execution_approval_config.value.timeout_minutes
          }
        }

        # Without `ungraceful`, so that nothing in the plan asks to skip it.
        dynamic "custom_action_lambda_config" {
          for_each = step.value.type == "recover" ? [step.value] : []

          content {
            region_to_run          = "activatingRegion"
            retry_interval_minutes = 1
            timeout_minutes        = custom_action_lambda_config.value.timeout_minutes

            dynamic "lambda" {
              for_each = local.function_arns

              content {
                arn = lambda.value
              }
            }
          }
        }

        dynamic "route53_health_check_config" {
          for_each = step.value.type == "redirect" ? [step.value] : []

          content {
            hosted_zone_id  = route53_health_check_config.value.hosted_zone_id
            record_name     = route53_health_check_config.value.record_name
            timeout_minutes = route53_health_check_config.value.timeout_minutes
          }
        }

        dynamic "parallel_config" {
          for_each = step.value.type == "parallel" ? [step.value] : []

          content {
            dynamic "step" {
              for_each = parallel_config.value.steps
              iterator = inner

              content {
                name                 = inner.value.name
                description          = inner.value.description
                execution_block_type = local.block_types[inner.value.type]

                dynamic "execution_approval_config" {
                  for_each = inner.value.type == "approve" ? [inner.value] : []

                  content {
                    approval_role   = var.approval_role_arn
                    timeout_minutes = execution_approval_config.value.timeout_minutes
                  }
                }

                dynamic "custom_action_lambda_config" {
                  for_each = inner.value.type == "recover" ? [inner.value] : []

                  content {
                    region_to_run          = "activatingRegion"
                    retry_interval_minutes = 1
                    timeout_minutes        = custom_action_lambda_config.value.timeout_minutes

                    dynamic "lambda" {
                      for_each = local.function_arns

                      content {
                        arn = lambda.value
                      }
                    }
                  }
                }

                dynamic "route53_health_check_config" {
                  for_each = inner.value.type == "redirect" ? [inner.value] : []

                  content {
                    hosted_zone_id  = route53_health_check_config.value.hosted_zone_id
                    record_name     = route53_health_check_config.value.record_name
                    timeout_minutes = route53_health_check_config.value.timeout_minutes
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  # One for each region ("Create Region switch plan workflows", developer guide): this one asks, and does nothing.
  workflow {
    workflow_target_action = "activate"
    workflow_target_region = var.primary_region
    workflow_description   = "From the recovery site to the primary site: by the runbook"

    step {
      name                 = var.home_step.name
      description          = var.home_step.description
      execution_block_type = "ManualApproval"

      execution_approval_config {
        approval_role   = var.approval_role_arn
        timeout_minutes = var.home_step.timeout_minutes
      }
    }
  }

  # Without its policy the role exists and may do nothing, and Region switch evaluates a plan as soon as it is made.
  depends_on = [aws_iam_role_policy.this]
}
