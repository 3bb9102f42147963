"""Who is given which of several vacant posts at once, so that all of it together is best. Knows no Django."""
