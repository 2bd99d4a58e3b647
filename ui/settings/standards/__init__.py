"""Response standards in the settings: within how long customers are to be answered."""
