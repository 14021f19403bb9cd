"""The front door: ``python -m archivist``."""

from archivist.faces.cli import main

if __name__ == "__main__":
    main()
