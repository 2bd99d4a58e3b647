"""Pictures and sounds of messages: decoded apart from the window, kept, played, and shown whole."""
