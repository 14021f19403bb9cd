"""ROOF: thin faces that parse, call and show."""
