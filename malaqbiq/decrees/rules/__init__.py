"""The heart, pure: timelines, the fold, the differ, the chain."""
