# The subscription and the credentials come from the environment (ARM_SUBSCRIPTION_ID and so on), or from `az login`.
provider "azurerm" {
  storage_use_azuread = true

  features {
    key_vault {
      purge_soft_delete_on_destroy = false
    }

    recovery_service {
      vm_backup_stop_protection_and_retain_data_on_destroy = true
    }

    resource_group {
      prevent_deletion_if_contains_resources = true
    }

    # Disks are resources of their own, and stay when their server is made anew.
    virtual_machine {
      delete_os_disk_on_deletion = false
    }
  }
}
