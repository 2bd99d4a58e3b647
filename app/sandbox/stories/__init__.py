"""Practice businesses: the reader of the stories kept in resources/stories."""
