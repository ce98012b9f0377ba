"""What the scripts do once Python is there: databases, assets, browsers and processes on one's own machine."""
