"""The editor of pipelines and their stages, for owners and managers."""
