"""Excel in and out: strangers' workbooks read safely, their cells understood, workbooks written that run nothing."""
