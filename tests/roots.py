"""Roots and keys as a test wants them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.domain.chain import NOTHING_BEFORE, Head, Seal, Tail, sealed_root_hash
from bot.domain.root_proof import Root, signed_message


def root(number: int, at: datetime, tail: Tail, *heads: Head, before: Root | None = None) -> Root:
    """The root that follows from these heads, after the one before."""
    found = sealed_root_hash(before.root if before else NOTHING_BEFORE, Seal(number, at, tail), heads)
    return Root(at.date(), found, heads, number, at, tail)


@dataclass(frozen=True)
class TestKeys:
    """Keys that sign by a hash over a secret of theirs: enough to see who asks for which signature."""

    __test__ = False

    secrets: Mapping[str, str]
    since: datetime | None = None

    def signer(self, key: str) -> "TestSigner":
        return TestSigner(self, key)

    def sign(self, one: Root, key: str) -> Root:
        return replace(one, key=key, signature=self.signature(key, signed_message(one.name, one.root)))

    def proves(self, key: str, message: bytes, signature: str) -> bool | None:
        return signature == self.signature(key, message) if key in self.secrets else None

    def signature(self, key: str, message: bytes) -> str:
        return sha256(self.secrets[key].encode() + message).hexdigest()


@dataclass(frozen=True)
class TestSigner:
    """Signs with one of these keys."""

    __test__ = False

    keys: TestKeys
    key: str

    @property
    def public(self) -> str:
        return f"public of {self.key}"

    def sign(self, message: bytes) -> str:
        return self.keys.signature(self.key, message)
