"""The parts that screens are made of: painters (plain functions, for delegates too) and widgets."""
