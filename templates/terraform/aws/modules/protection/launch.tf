# Servers of a drill that DRS launches. No rule at all: they reach nothing, and nothing reaches them. They stand here and
# not in recovery/, because launch settings name them before a drill.
resource "aws_security_group" "drill" {
  for_each = var.launched_vpc_keys

  name        = "${var.name}-drill-drs-${each.key}"
  description = "Closed: servers of a drill that DRS launches"
  vpc_id      = var.vpc_ids[each.key]

  tags = { Name = "drill", "drplan:role" = "drill" }
}
