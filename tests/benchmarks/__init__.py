"""Measuring sticks: run by hand or by `make bench-tables`, never by pytest."""
