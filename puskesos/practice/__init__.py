"""The practice hub of `demo`: invented people and cases, made by calling the actions in the order of time.

The same seed and day give the same names, numbers and states; uuids, file names and password hashes differ.
"""

from puskesos.practice.seeding import PASSWORD, seed_practice

__all__ = ["PASSWORD", "seed_practice"]
