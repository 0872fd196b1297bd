"""No test reads or writes the base of the person who runs it."""

import os
import tempfile

import pytest

from khabar import models

os.environ["KHABAR_BASE"] = tempfile.mkdtemp(prefix="khabar-tests-")


@pytest.fixture(scope="session")
def network():
    """The packaged tagger."""
    return models.load()
