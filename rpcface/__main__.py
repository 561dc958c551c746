"""`python -m rpcface` is the command line."""

import sys

from rpcface.cli import main

if __name__ == "__main__":
    sys.exit(main())
