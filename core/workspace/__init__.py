"""What a user lands on: home, work, the component gallery."""
