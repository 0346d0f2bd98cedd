"""Spreadsheets in and out: read in a child process that may fail, written by one writer that cannot make a formula."""
