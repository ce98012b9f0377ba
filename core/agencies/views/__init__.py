"""Views of agencies, people, roles and source systems, and of choosing the agency to act for."""
