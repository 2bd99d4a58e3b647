"""Every test of Comptoir; docs/architecture.md says what each folder is for."""
