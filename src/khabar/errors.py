"""The error tree. Every message names the file (and line), what is wrong and what to do."""


class KhabarError(Exception):
    """Base of every error that Khabar raises on purpose."""


class InputError(KhabarError):
    """An input that cannot be read: missing, empty, binary, too large, undecodable, or a broken JSON line."""


class FetchError(InputError):
    """A link that could not be fetched."""


class LanguageDataError(KhabarError):
    """A broken row in a language's data."""


class ModelError(KhabarError):
    """A model file that is missing or does not fit this version."""


class DeskError(KhabarError):
    """A desk's file that cannot be opened, or a question to it that makes no sense."""
