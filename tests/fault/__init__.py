"""Kills, power loss, full disks and storms."""
