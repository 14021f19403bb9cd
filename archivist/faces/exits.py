"""Exit codes: what the caller of the command can rely on."""

BLOCKED = 1
"""Findings that block, or a verification that failed."""

RULES = 2
"""Mistakes in the rules or on the command line."""

HOUSE = 3
"""Trouble in the house: lock held, disk full, not a workspace."""

BUG = 70
"""A mistake of ours."""

INTERRUPTED = 130
"""Ctrl+C."""
