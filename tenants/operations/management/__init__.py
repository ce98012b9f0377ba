"""What is run by hand, or for ever, with the owner's login for operators."""
