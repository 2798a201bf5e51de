"""`python -m riffdemo`: see riffdemo.cli."""

import sys

from riffdemo.cli import main

sys.exit(main())
