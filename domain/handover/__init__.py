"""The handover of what the prison knows to those who carry on."""
