"""The service's settings for each side: the same apps, migrations, views and middleware, but for the tenancy."""
