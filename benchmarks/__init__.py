"""Workloads and measurements, run by hand: python -m benchmarks.NAME."""
