"""Whose a thing in an address may be: the words of the tables of routes."""

from __future__ import annotations

IN_HUB, OPEN = "hub", "open"
OF_CASE, OF_TASK, OWN_TASK, OF_PERSON, OF_USER = "case", "task", "own task", "person", "user"
OF_HUB = "of hub"  # everybody's in the hub whose role opens it
OF_JOB, OF_HANDOVER, OWN_ENTRY = "job", "handover", "own entry"
OF_AGENCY = "agency"
OF_REPORT, OWN_REPORT = "report", "own report"  # Ujang's
OF_LETTER = "letter"  # of a case that is no emergency: not for the front office
OF_VOLUNTEER, OWN_ACTIVITY = "volunteer", "own activity"  # Ujang and his
OF_SETTING = "setting"
OF_IMPORT = "import"
OWN_EXPORT = "own export"  # Ratna's
OWN_BATCH = "own batch"  # Ratna's
OWN_VIEW = "own view"  # Ratna's
OWN_ABSENCE = "own absence"  # Ujang's
OWN_SCAN = "own scan"  # Sari's; the koordinator sees it too
