"""The key that signs the record: made once, for one account alone, renewed, refused in words where something is the matter."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey

from bot.domain.errors import Refusal
from bot.files.record_key import make_key, public_file, read_keys, read_signer, renew_key

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MESSAGE = b"ringfence root 2026-11-24T10:00:00Z abcd"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "record.key"


def refused(what: object) -> str:
    assert callable(what)
    with pytest.raises(Refusal) as caught:
        what()
    return str(caught.value)


def test_what_a_key_signs_its_public_half_proves(file: Path) -> None:
    make_key(file, NOW)
    signer, keys = read_signer(file), read_keys(public_file(file))
    signature = signer.sign(MESSAGE)

    assert keys.since == NOW
    assert keys.proves(signer.key, MESSAGE, signature) is True
    assert keys.proves(signer.key, MESSAGE + b"0", signature) is False
    assert keys.proves(signer.key, MESSAGE, "no base64") is False
    assert keys.proves("0123456789abcdef", MESSAGE, signature) is None


def test_the_private_half_is_for_one_account_alone_and_never_shown(file: Path) -> None:
    signer = make_key(file, NOW)

    assert file.stat().st_mode & 0o077 == 0
    assert "PRIVATE" not in public_file(file).read_text()
    assert "private" not in repr(signer)


def test_no_key_takes_the_place_of_another(file: Path) -> None:
    make_key(file, NOW)
    assert "is there already" in refused(lambda: make_key(file, NOW))
    file.unlink()
    assert "record.key.pub is there already" in refused(lambda: make_key(file, NOW))


def test_a_renewed_key_signs_and_what_the_old_one_signed_still_proves_itself(file: Path) -> None:
    old = make_key(file, NOW)
    signature = old.sign(MESSAGE)
    new = renew_key(file, NOW + timedelta(days=365))
    keys = read_keys(public_file(file))

    assert read_signer(file).key == new.key != old.key
    assert keys.proves(old.key, MESSAGE, signature) is True
    assert keys.proves(new.key, MESSAGE, new.sign(MESSAGE)) is True
    assert keys.since == NOW
    assert sorted(path.name for path in file.parent.iterdir()) == ["record.key", "record.key.pub"]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps its permissions elsewhere")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_that_others_may_read_is_refused_with_the_command_that_mends_it(file: Path, mode: int) -> None:
    make_key(file, NOW)
    file.chmod(mode)

    assert f"chmod 600 {file}" in refused(lambda: read_signer(file))


def of_another_kind() -> bytes:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Ed448PrivateKey.generate().private_bytes(*form)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no key in PEM"),
        (b"\xff\xfe", "holds no key in PEM"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "holds no key in PEM"),
        (of_another_kind(), "another kind than Ed25519"),
    ],
)
def test_a_file_that_is_no_such_key_is_refused(file: Path, content: bytes, said: str) -> None:
    make_key(file, NOW)
    file.write_bytes(content)

    assert said in refused(lambda: read_signer(file))


def test_a_file_that_is_not_there_or_is_a_folder_is_refused_with_the_command_that_makes_one(file: Path) -> None:
    assert "ringfence record key new" in refused(lambda: read_signer(file))
    assert "ringfence record key new" in refused(lambda: read_signer(file.parent))
    assert "cannot be written" in refused(lambda: make_key(file.parent / "nowhere" / "record.key", NOW))


def test_a_public_half_that_is_missing_or_altered_is_named_by_its_line(file: Path) -> None:
    make_key(file, NOW)
    lines = public_file(file).read_text().splitlines()
    name, public, since = lines[1].split()
    for line, said in (
        (f"{name} {public}", ":2  this is no public key"),
        (f"{name} no-base64 {since}", ":2  this is no public key"),
        (f"{name} AAAA {since}", ":2  this is no public key"),
        (f"{name} {public} yesterday", ":2  this is no public key"),
        (f"0000000000000000 {public} {since}", "is not that of the name 0000000000000000"),
    ):
        public_file(file).write_text(f"{lines[0]}\n{line}\n")
        assert said in refused(lambda: read_keys(public_file(file)))
    public_file(file).write_text(lines[0])
    assert "lacks the public half" in refused(lambda: read_signer(file))
    public_file(file).write_bytes(b"\xff")
    assert "is no text" in refused(lambda: read_keys(public_file(file)))
    public_file(file).unlink()
    assert "cannot be read" in refused(lambda: read_signer(file))
