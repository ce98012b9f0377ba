"""What happens to partners' systems, in the words of the trail."""

from core.audit.events import event

ISSUED = event("client.issued", "granted {records} access, to {scopes}", scopes="keep")
ROTATED = event("client.rotated", "gave {records} a new secret")
REVOKED = event("client.revoked", "revoked the access of {records}")
TOKEN_ISSUED = event("client.token-issued", "took a token, to {scopes}", verb="sign-in", scopes="keep")
