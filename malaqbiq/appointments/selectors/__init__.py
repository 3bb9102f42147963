"""What may be asked of structures that take effect and of posts that are filled."""
