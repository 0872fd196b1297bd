"""No test reads or writes the base of the person who runs it."""

import os
import tempfile

os.environ["KHABAR_BASE"] = tempfile.mkdtemp(prefix="khabar-tests-")
