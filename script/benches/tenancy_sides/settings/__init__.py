"""The settings of each side: the service's, with different tenancy."""
