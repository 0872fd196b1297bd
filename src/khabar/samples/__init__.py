"""Six invented reports, two affairs in Arabic, Persian and English each, to try Khabar on.

Every outlet, person and event in them is made up. ``port-*`` are saved web pages, ``boats-*`` plain text files.
"""
