"""One box for everything that was written, everybody, and everything that can be done (Ctrl+K); and Ctrl+F."""
