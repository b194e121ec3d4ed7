"""The key that signs the roots of the record: made, read, renewed; its public halves are kept, each by its name.

The private half is a file in PEM for the bot's account alone; beside it, with `.pub`, a line for each key there ever was: its
name, its public half in Base64, and since when.
"""

import os
import stat
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.domain.errors import Refusal

CODE = "record_key"
HEAD = "# Public halves of the key that signs Ringfence's record: name, key, since when. Give a copy to whoever is to prove it.\n"
OTHERS = stat.S_IRWXG | stat.S_IRWXO
FOR_ITS_OWNER, FOR_ALL = 0o600, 0o644
PARTS = 3


@dataclass(frozen=True)
class FileSigner:
    """Signs with the private half of a file."""

    key: str
    public: str
    private: Ed25519PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> str:
        return b64encode(self.private.sign(message)).decode()


@dataclass(frozen=True)
class FileKeys:
    """The public halves of a file, by their names."""

    known: Mapping[str, Ed25519PublicKey]
    since: datetime | None = None

    def proves(self, key: str, message: bytes, signature: str) -> bool | None:
        if key not in self.known:
            return None
        try:
            self.known[key].verify(b64decode(signature, validate=True), message)
        except (InvalidSignature, NotBase64, ValueError):
            return False
        return True


def public_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.pub")


def make_key(file: Path, now: datetime) -> FileSigner:
    """A new key in a file that is not there yet, and its public half beside it."""
    for one in (file, public_file(file)):
        if one.exists():
            raise _refusal(f"{one} is there already, and is not overwritten; `ringfence record key renew` makes a new key of it")
    signer = _signer(Ed25519PrivateKey.generate())
    try:
        _write(public_file(file), HEAD + _line(signer, now), FOR_ALL)
        _write(file, _pem(signer), FOR_ITS_OWNER)
    except OSError as problem:
        raise _refusal(f"{file} cannot be written ({problem.strerror}); name a file in a folder that is there") from None
    return signer


def renew_key(file: Path, now: datetime) -> FileSigner:
    """A new key in the place of the old one, whose public half stays; the public half is there before anything is signed."""
    read_signer(file)
    signer, unfinished = _signer(Ed25519PrivateKey.generate()), file.with_name(f".{file.name}.new")
    try:
        unfinished.unlink(missing_ok=True)
        _write(unfinished, _pem(signer), FOR_ITS_OWNER)
        with public_file(file).open("a", encoding="utf-8") as lines:
            lines.write(_line(signer, now))
        unfinished.replace(file)
    except OSError as problem:
        raise _refusal(f"{file} cannot be renewed ({problem.strerror}); the old key still signs") from None
    return signer


def read_signer(file: Path) -> FileSigner:
    """The key of this file; refused in words if others may read it, if it is no such key, or if its public half is not kept."""
    _refuse_open_doors(file)
    try:
        private = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except OSError as problem:
        raise _refusal(f"{file} cannot be read ({problem.strerror}); `ringfence record key new` makes one") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _refusal(f"{file} holds no key in PEM without a password; `ringfence record key new` makes one") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise _refusal(f"{file} holds a key of another kind than Ed25519; `ringfence record key new` makes one")
    signer = _signer(private)
    if signer.key not in read_keys(public_file(file)).known:
        line = _line(signer, datetime.now(UTC)).strip()
        raise _refusal(f"{public_file(file)} lacks the public half of {file}; add the line {line}")
    return signer


def _refuse_open_doors(file: Path) -> None:
    """Windows keeps its permissions elsewhere, and there nothing is said."""
    if not file.is_file():
        raise _refusal(f"{file} is no file; `ringfence record key new {file}` makes the key")
    if os.name == "posix" and file.stat().st_mode & OTHERS:
        raise _refusal(f"others of this machine may read or write {file}, so it proves nothing: chmod 600 {file}")


def read_keys(file: Path) -> FileKeys:
    """The public halves of this file; refused in words, with the line, where it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise _refusal(f"{file} is no text; it should be the file with .pub beside the key") from None
    except OSError as problem:
        raise _refusal(f"{file} cannot be read ({problem.strerror}); it is the file with .pub beside the key") from None
    found = [_read_line(file, number, line) for number, line in enumerate(lines, start=1) if line.strip() and line[0] != "#"]
    return FileKeys({name: public for name, public, _ in found}, min((since for *_, since in found), default=None))


def _read_line(file: Path, number: int, line: str) -> tuple[str, Ed25519PublicKey, datetime]:
    parts = line.split()
    try:
        if len(parts) != PARTS:
            raise ValueError("it has not three parts: name, key, since when")
        raw, since = b64decode(parts[1], validate=True), datetime.fromisoformat(parts[2])
        public = Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as problem:
        raise _refusal(f"{file}:{number}  this is no public key: {problem}. Take it from a copy") from None
    if name_of(raw) != parts[0]:
        raise _refusal(f"{file}:{number}  the key is not that of the name {parts[0]}; one of them was altered")
    return parts[0], public, since if since.tzinfo else since.replace(tzinfo=UTC)


def name_of(public: bytes) -> str:
    """By what a key is known: the beginning of the hash over its public half."""
    return sha256(public).hexdigest()[:16]


def _signer(private: Ed25519PrivateKey) -> FileSigner:
    raw = private.public_key().public_bytes_raw()
    return FileSigner(name_of(raw), b64encode(raw).decode(), private)


def _pem(signer: FileSigner) -> str:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signer.private.private_bytes(*form).decode()


def _line(signer: FileSigner, now: datetime) -> str:
    return f"{signer.key} {signer.public} {now.astimezone(UTC).isoformat(timespec='seconds')}\n"


def _write(file: Path, text: str, mode: int) -> None:
    """Only where there is none; with these rights from the first byte on."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())


def _refusal(words: str) -> Refusal:
    return Refusal(CODE, f"{words}.")
