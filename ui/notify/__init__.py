"""What reaches a person who looks elsewhere: notifications, the tray, focus mode."""
