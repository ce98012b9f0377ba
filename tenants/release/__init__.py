"""A release of the schema: the migrations of the tenant apps, collected once and applied to each partnership."""
