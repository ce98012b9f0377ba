"""A release of the schema: what the tenant apps' migrations do, collected once and applied to each partnership."""
