"""Monthly reports as they may be read: composed now, as they were sent, and how far each unit is."""
