"""Counties, districts and neighbourhoods with their boundaries, and which neighbourhood a point is in."""
