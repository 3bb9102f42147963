"""How posts of a new structure come into being and are filled. Pure."""
