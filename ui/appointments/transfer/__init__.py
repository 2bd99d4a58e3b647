"""Lists of appointments from other software: looked through, decided, brought, taken back."""
