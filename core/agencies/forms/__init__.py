"""Forms about agencies, people and source systems. A form never saves."""
