"""The public site: sanitised pages about neighbourhoods."""
