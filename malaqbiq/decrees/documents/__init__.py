"""Documents: papers rendered by Typst, signed, checked. Nothing here knows a table; services and selectors do that."""
