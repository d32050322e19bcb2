# The body of the call that starts a test failover (Site Recovery REST API 2025-08-01, Replication Recovery Plans - Test Failover).
locals {
  test_failovers = {
    for location, replication in module.replication : location => {
      for vpc_key, network_id in replication.test_network_ids : vpc_key => {
        properties = {
          failoverDirection       = "PrimaryToRecovery"
          networkType             = "VmNetworkAsInput"
          networkId               = network_id
          providerSpecificDetails = [{ instanceType = "A2A", recoveryPointType = "LatestProcessed" }]
        }
      }
    }
  }
}
