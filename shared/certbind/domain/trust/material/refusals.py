"""Errors about files of certificates and keys that a person hands in.

They stand here and not in errors.py, since no function handles a file. `subject` is the file, and
no message repeats what is in it but names, fingerprints, kinds and sizes.
"""

from __future__ import annotations

from certbind.errors import CertbindError


class MaterialFileError(CertbindError):
    """A file cannot be used; nothing was written and nothing sent."""

    code = "unreadable_file"
    default_hint = (
        "Download it again from the CA, in binary mode; a PEM file begins with five hyphens and "
        "BEGIN."
    )


class UnsupportedFileError(MaterialFileError):
    """What it is was recognised, and it is not read; the hint converts it."""

    code = "unsupported_file"
    default_hint = "Ask the CA for PEM or PKCS#12."


class PassphraseError(MaterialFileError):
    """It is encrypted, and no passphrase that was given opens it."""

    code = "wrong_passphrase"
    default_hint = (
        "Give it at the prompt, or as a line of a file descriptor: --passphrase-fd 3 3<FILE. A "
        "file from a CA often has its passphrase in a letter or text beside it."
    )


class AmbiguousFilesError(MaterialFileError):
    """There is more than one key or more than one site's certificate: it is not guessed."""

    code = "ambiguous_files"
    default_hint = "Give the files of one certificate and its key alone."


class IncompleteFilesError(MaterialFileError):
    """There is no certificate, or no key where one is needed."""

    code = "incomplete_files"
    default_hint = "Name all files of the certificate in one command: chain and key."


class KeyMismatchError(MaterialFileError):
    """The key belongs to none of the certificates."""

    code = "key_mismatch"
    default_hint = (
        "Find the key that the request (CSR) was made with, or have the certificate issued again "
        "for this key."
    )


class Sm2Error(MaterialFileError):
    """An SM2 certificate or key."""

    code = "sm2_unsupported"
    default_hint = (
        "Order an RSA or ECDSA certificate for browsers. SM2 pairs (signing and encryption) are "
        "uploaded in the CAS console, and bound there beside an RSA or ECDSA one."
    )


class OutputExistsError(MaterialFileError):
    """The file that is to be written is there already, or cannot be made; nothing was written."""

    code = "output_exists"
    default_hint = "Choose another name with --output, or say --force to replace it."
