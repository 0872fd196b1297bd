"""Khabar: who claimed what, through whom and when, in Arabic, Persian and English news."""
