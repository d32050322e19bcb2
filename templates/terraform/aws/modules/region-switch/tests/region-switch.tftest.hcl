# Without an account: terraform init && terraform test
mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/test-region-switch" }
  }
}

variables {
  name              = "test"
  region            = "eu-west-1"
  primary_region    = "eu-central-1"
  approval_role_arn = "arn:aws:iam::111122223333:role/approvers"
  rto_minutes       = 60
  functions = {
    primary  = "arn:aws:lambda:eu-central-1:111122223333:function:recover"
    recovery = "arn:aws:lambda:eu-west-1:111122223333:function:recover"
  }
  home_step = { name = "home", description = "By the runbook", timeout_minutes = 60 }
  steps = [
    { name = "decide", type = "approve", description = "Decide (incident commander)", timeout_minutes = 30 },
    { name = "wave-1-round-1", type = "parallel", steps = [
      { name = "wave-1-make", type = "recover", timeout_minutes = 60 },
      { name = "wave-1-job-1-1", type = "recover", timeout_minutes = 60 },
    ] },
    { name = "redirect-1", type = "redirect", timeout_minutes = 30, hosted_zone_id = "Z1", record_name = "www.example.org" },
  ]
}

run "keeps_the_order_and_what_is_side_by_side" {
  assert {
    condition     = aws_arcregionswitch_plan.this.workflow[0].step[*].name == tolist(["decide", "wave-1-round-1", "redirect-1"])
    error_message = "Steps are in their order."
  }

  assert {
    condition     = one(aws_arcregionswitch_plan.this.workflow[0].step[1].parallel_config).step[*].name == tolist(["wave-1-make", "wave-1-job-1-1"])
    error_message = "Those side by side are in one block."
  }

  assert {
    condition     = aws_arcregionswitch_plan.this.workflow[0].step[*].execution_block_type == tolist(["ManualApproval", "Parallel", "Route53HealthCheck"])
    error_message = "Each has its type."
  }

  assert {
    condition     = one(one(aws_arcregionswitch_plan.this.workflow[0].step[1].parallel_config).step[0].custom_action_lambda_config).lambda[*].arn == tolist([var.functions.primary, var.functions.recovery])
    error_message = "Both functions are named, that of the primary region first."
  }
}

run "does_nothing_on_the_way_home" {
  assert {
    condition     = aws_arcregionswitch_plan.this.workflow[1].workflow_target_region == "eu-central-1" && aws_arcregionswitch_plan.this.workflow[1].step[*].execution_block_type == tolist(["ManualApproval"])
    error_message = "Somebody is asked, and no function is called."
  }
}

run "makes_a_role_that_may_call_the_two_functions" {
  assert {
    condition     = toset(flatten([for statement in jsondecode(aws_iam_role_policy.this["switch"].policy).Statement : statement.Action])) == toset(["lambda:GetFunction", "lambda:InvokeFunction", "route53:ListResourceRecordSets"])
    error_message = "No more than the execution blocks need."
  }

  assert {
    condition     = toset(flatten([for statement in jsondecode(aws_iam_role_policy.this["switch"].policy).Statement : statement.Resource])) == toset([var.functions.primary, var.functions.recovery, "arn:aws:route53:::hostedzone/Z1"])
    error_message = "Of these two functions, and of this zone."
  }
}

run "takes_a_role_that_is_given" {
  variables {
    execution_role_arn = "arn:aws:iam::111122223333:role/switch"
  }

  assert {
    condition     = length(aws_iam_role.this) == 0 && aws_arcregionswitch_plan.this.execution_role == "arn:aws:iam::111122223333:role/switch"
    error_message = "Nothing is made beside it."
  }
}

run "refuses_a_step_that_holds_nothing_and_one_without_a_time_limit" {
  command = plan

  variables {
    steps = [{ name = "wave-1", type = "parallel" }, { name = "wave-2", type = "recover" }]
  }

  expect_failures = [var.steps]
}

run "refuses_two_steps_of_one_name" {
  command = plan

  variables {
    steps = [{ name = "wave-1", type = "recover", timeout_minutes = 1 }, { name = "wave-1", type = "recover", timeout_minutes = 1 }]
  }

  expect_failures = [var.steps]
}

run "refuses_a_switch_inside_one_region" {
  command = plan

  variables {
    primary_region = "eu-west-1"
  }

  expect_failures = [var.primary_region]
}
