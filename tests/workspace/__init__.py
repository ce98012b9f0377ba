"""What a user lands on: the frame of a page, its components, their gallery."""
