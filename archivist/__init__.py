"""archivist: dropped evidence becomes a checked, boxed and indexed dossier."""

__version__ = "0.1.0"
