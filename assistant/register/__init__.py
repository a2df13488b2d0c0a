"""The register of tasks as persons and other programs get it: a table, JSON Lines, CSV, a workbook, a calendar.

`commands` holds the commands; each other module makes one form of the entries that index/register.py finds.
"""
