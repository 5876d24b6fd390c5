"""The rules of a committee as plain functions: nothing here reads or writes the database.

Each takes a `RuleSet` and numbers or days, and returns a small result that says what follows and by which rule.
"""
