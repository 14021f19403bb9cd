"""ROOM 2: what is asked for, and where each document belongs."""

from archivist.rules.loading import RulesSummary, load, pack, summary

__all__ = ["RulesSummary", "load", "pack", "summary"]
