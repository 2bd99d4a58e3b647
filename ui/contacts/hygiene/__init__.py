"""The page that tells what is missing or wrong with contacts, and where it is mended."""
