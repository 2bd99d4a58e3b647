"""The waiting list on the screen of the agenda: a freed slot beside the day, and the list itself."""
