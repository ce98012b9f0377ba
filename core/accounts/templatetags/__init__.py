"""What the templates of accounts need beyond components."""
