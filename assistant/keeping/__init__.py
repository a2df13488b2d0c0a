"""Keeping a store: backups, putting one back, making one anew, and a look at what is wrong."""
