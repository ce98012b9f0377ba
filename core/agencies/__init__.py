"""Partner agencies, their teams, memberships and single points of contact."""
