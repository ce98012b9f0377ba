"""Forms about agreements. A form never saves."""
