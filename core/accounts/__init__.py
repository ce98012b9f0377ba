"""People who sign in: users, passkeys, one-time codes, sessions, invitations."""
