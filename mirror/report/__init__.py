"""What is told of a set afterwards: tables, JSON, plots."""
