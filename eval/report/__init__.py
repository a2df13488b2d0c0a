"""A run as files: report.html for persons, report.json for programs, junit.xml for the CI."""
