"""The screens of the audit trail."""
