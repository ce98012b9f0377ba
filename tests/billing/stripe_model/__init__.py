"""A model of Stripe that keeps state, over HTTP. Each exchange is checked against Stripe's own OpenAPI document."""
