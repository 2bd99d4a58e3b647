"""The agenda: the day's and the week's appointments, who has answered, and where there is room."""
