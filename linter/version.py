"""The version, said once: the package's metadata, ``--version`` and every report take it from here."""

VERSION = "0.1.0"
