"""Data requests: giving somebody what is held of them, erasing them, and how erasures stand."""
