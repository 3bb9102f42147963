"""Pure rules on what the law says: floors and ceilings, numbers of papers, working days, texts."""
