"""What pages of the front door gather from several rooms."""
