"""Makes `python -m kedjan_site.command` the same as `kedjan`."""

import sys

from kedjan_site.command import main

sys.exit(main())
