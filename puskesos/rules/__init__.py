"""The field's rules: pure functions and tables; *today* is always an argument."""
