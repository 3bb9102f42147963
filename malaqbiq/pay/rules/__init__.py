"""Pure rules of pay: limits, months, premiums, costs, and comparing a payment list with the decrees."""
