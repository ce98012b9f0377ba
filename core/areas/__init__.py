"""Areas with boundaries, and which of them a point lies in."""
