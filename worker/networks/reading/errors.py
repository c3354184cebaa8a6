"""What is wrong with a file that should hold a network."""


class BundleError(ValueError):
    """The file is no bundle that Cadenza can play; the message says why."""


class MalformedFile(BundleError):
    """The bytes do not have the form they should have."""
