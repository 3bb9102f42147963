"""``python -m malaqbiq`` is the console script."""

from malaqbiq.config.cli import main

main()
