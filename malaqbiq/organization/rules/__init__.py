"""Pure rules on work units: their tree, their names, who signs for them and how."""
