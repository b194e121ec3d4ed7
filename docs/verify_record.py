"""Prove an exported record of Ringfence on any machine, with Python 3.11 or newer and nothing of Ringfence.

    python verify_record.py record.jsonl [--keys ringfence.key.pub] [--root WHEN=ROOT]

`ringfence record export --format proof` writes such a file: a head, the entries in the order in which they were written, the
roots over them, and an end over every byte. This program recomputes each hash from what the entries say. With --keys (the `.pub`
file of the key that signs roots) it proves the signatures, which needs the package `cryptography`; with --root it holds a root
that was posted in Jira or in a digest against the file. It exits with 0 if all of it holds, 1 if not, 2 if it cannot read a file.
"""

import argparse
import base64
import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ENTRY = ("subject", "number", "at", "happened", "entity", "entity_id", "actor", "before", "after", "details")
FAULTS = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError)
Keys = Mapping[str, Callable[[bytes, bytes], bool]]  # by name: whether this signature is the key's over that message


class Unreadable(Exception):
    """The file is no export of a record, or the keys are none; its words say why."""


def main(arguments: list[str]) -> int:
    options = parsed(arguments)
    try:
        raw = read(options.file)
        keys = read_keys(options.keys) if options.keys else None
        posted = [tuple(text.split("=", 1)) for text in options.root]
        report = Report()
        for words in Proof(raw, keys, posted, report).breaks():
            report.broken(words)
    except Unreadable as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return report.told()


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Prove an exported record of Ringfence.")
    parser.add_argument("file", type=Path, help="the export, written by `ringfence record export --format proof`")
    parser.add_argument("--keys", type=Path, help="the .pub file of the key that signs roots")
    parser.add_argument("--root", action="append", default=[], metavar="WHEN=ROOT", help="a root that was posted; several times")
    options = parser.parse_args(arguments)
    if wrong := [text for text in options.root if "=" not in text]:
        parser.error(f"--root {wrong[0]}: write when it was taken and the root, such as 2026-11-24T10:00:00Z=5f3c…")
    return options


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Unreadable(f"{file} cannot be read: {problem.strerror}") from None


class Report:
    """What was found, in words."""

    def __init__(self) -> None:
        self.breaks: list[str] = []
        self.open: list[str] = []
        self.fine = ""

    def broken(self, words: str) -> None:
        self.breaks.append(words)

    def told(self) -> int:
        for words in self.open:
            sys.stdout.write(f"! {words}\n")
        for words in self.breaks:
            sys.stdout.write(f"✗ {words}\n")
        if not self.breaks:
            sys.stdout.write(f"✓ {self.fine}\n")
        return 1 if self.breaks else 0


class Proof:
    """One file, looked at line by line."""

    def __init__(self, raw: bytes, keys: Keys | None, posted: list[tuple[str, ...]], report: Report) -> None:
        self.raw, self.keys, self.posted, self.report = raw, keys, posted, report
        self.heads: dict[str, tuple[int, str]] = {}
        self.entries: dict[tuple[str, int], str] = {}
        self.chains: dict[int, str] = {}
        self.place, self.chain, self.root, self.root_number = 0, "", "", 0
        self.count, self.signed, self.window = 0, 0, "?"
        self.unrooted: set[int] = set()
        self.roots: dict[str, list[str]] = {}

    def breaks(self) -> Iterator[str]:
        lines = self.raw.split(b"\n")
        if lines[-1] != b"":
            yield "the file does not end with a whole line: its end was cut off or altered"
        lines = lines[:-1] if lines[-1] == b"" else lines
        yield from self.of_bytes(lines)
        for number, line in enumerate(lines, start=1):
            try:
                yield from self.of_line(number, line)
            except FAULTS as problem:
                yield f"line {number} cannot be read: {problem}"
        yield from self.of_posted()
        self.summary()

    def of_bytes(self, lines: list[bytes]) -> Iterator[str]:
        """The last line vouches for every byte before it."""
        try:
            end = json.loads(lines[-1])
            is_end = end.get("kind") == "end"
        except FAULTS:
            is_end = False
        if not is_end:
            yield "the last line is not the end of an export: the file was cut off or altered"
            return
        before = b"".join(line + b"\n" for line in lines[:-1])
        if end != {"kind": "end", "lines": len(lines), "sha256": hashlib.sha256(before).hexdigest()}:
            yield "a byte of the file was altered, added or removed: its end does not vouch for what stands before it"

    def of_line(self, number: int, line: bytes) -> Iterator[str]:
        said = json.loads(line.decode())
        if written(said) != line:
            yield f"line {number} is not written as an export writes it"
        kind = said["kind"]
        if number == 1 and kind != "ringfence.record":
            yield "the first line is not the head of an export; `ringfence record export --format proof` writes one"
        yield from KINDS[kind](self, said)

    def of_head(self, said: Any) -> Iterator[str]:
        before = said["before"]
        self.place, self.chain = before["place"], before["chain"]
        self.root, self.root_number = before["root"], before["number"]
        self.heads = {subject: (number, entry) for subject, (number, entry) in before["subjects"].items()}
        self.window = f"{said['from']} to {said['to']}"
        yield from ()

    def of_entry(self, said: Any) -> Iterator[str]:
        name = f"{said['subject']}: entry {said['number']} ({said['happened']}, {said['at']})"
        number, before = self.heads.get(said["subject"], (0, ""))
        if said["number"] != number + 1:
            yield f"{name} does not follow entry {number}"
        elif said["hash"] != hashed(before, {one: said[one] for one in ENTRY}):
            yield f"{name} was altered, or the one before it"
        if said["place"] != self.place + 1 or said["chain"] != hashed(self.chain, [said["place"], said["hash"]]):
            yield f"{name} is not the one that stood at place {self.place + 1} of the whole record"
        self.heads[said["subject"]] = (said["number"], said["hash"])
        self.entries[said["subject"], said["number"]] = said["hash"]
        self.place, self.chain = said["place"], said["chain"]
        self.chains[self.place] = self.chain
        if said["subject"] != "record":  # what is told of a root waits for the next one
            self.unrooted.add(self.place)

    def of_root(self, said: Any) -> Iterator[str]:
        what = f"the root of {said['name']}"
        if said["number"] != self.root_number + 1:
            yield f"{what} does not follow root {self.root_number}"
        if said["at"] is None:
            body = {"day": said["name"], "heads": said["heads"]}
        else:
            body = {one: said[one] for one in ("number", "at", "place", "chain", "heads")}
            yield from self.of_place(what, said)
        if said["root"] != hashed(self.root, body):
            yield f"{what} does not follow from its heads and the root before it"
        for subject, number, entry in said["heads"]:
            if self.entries.get((subject, number), entry) != entry:
                yield f"{subject}: entry {number} is not the one that stood in {what}"
        yield from self.of_signature(what, said)
        self.root, self.root_number, self.count = said["root"], said["number"], self.count + 1
        self.roots.setdefault(said["name"], []).append(said["root"])
        self.roots.setdefault(said["day"], []).append(said["root"])

    def of_place(self, what: str, said: Any) -> Iterator[str]:
        if self.chains.get(said["place"], said["chain"]) != said["chain"]:
            yield f"the order of all entries is not the one that {what} saw"
        if instant(said["at"]) != said["name"]:
            yield f"{what} was taken at {said['at']}"
        self.unrooted = {place for place in self.unrooted if place > said["place"]}

    def of_signature(self, what: str, said: Any) -> Iterator[str]:
        if said["signature"] is None:
            if self.signed:
                yield f"{what} is not signed, though one before it is"
        elif self.keys is not None:
            yield from self.signature(what, said, f"ringfence root {said['name']} {said['root']}".encode())

    def of_signed(self, said: Any) -> Iterator[str]:
        """Whoever exported could sign the file itself, too."""
        if self.keys is not None:
            yield from self.signature("the file", said, f"ringfence export {said['sha256']}".encode())
        at = self.raw.index(written(said))
        if hashlib.sha256(self.raw[:at]).hexdigest() != said["sha256"]:
            yield "the file is not the one that was signed"

    def signature(self, what: str, said: Any, message: bytes) -> Iterator[str]:
        proves = (self.keys or {}).get(said["key"])
        if proves is None:
            yield f"{what} is signed by the key {said['key']}, which is not in the file of keys"
            return
        if proves(base64.b64decode(said["signature"], validate=True), message):
            self.signed += 1
        else:
            yield f"{what} is not what the key {said['key']} signed"

    def of_end(self, said: Any) -> Iterator[str]:
        if said["kind"] != "end":
            yield "the end is no end"

    def of_posted(self) -> Iterator[str]:
        for name, root in self.posted:
            found = self.roots.get(name.strip())
            if found is None:
                self.report.open.append(f"no root of {name} stands in this file; export its days to hold it against them")
            elif root.strip() not in found:
                yield f"the root of {name} was posted as {root.strip()}; the file has {' or '.join(found)}"

    def summary(self) -> None:
        if self.unrooted:
            self.report.open.append(f"the last {len(self.unrooted)} entries are vouched for by no root in this file yet")
        if not self.signed and not self.posted:
            self.report.open.append("no signature and no posted root was held against it: it may have been made up")
        what = f"{len(self.entries)} entries of {self.window} prove themselves"
        self.report.fine = f"{what}, with {self.count} roots and {self.signed} signatures"


KINDS = {
    "ringfence.record": Proof.of_head,
    "entry": Proof.of_entry,
    "root": Proof.of_root,
    "signed": Proof.of_signed,
    "end": Proof.of_end,
}


def hashed(before: str, body: object) -> str:
    return hashlib.sha256(before.encode() + written(normal(body))).hexdigest()


def written(value: object) -> bytes:
    """The one way of writing a value: UTF-8, sorted keys, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def normal(value: Any) -> Any:
    """Texts in NFC; numbers are whole ones."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {normal(key): normal(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    if isinstance(value, float):
        raise ValueError(f"{value} has no single written form")
    return value


def instant(text: str) -> str:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_keys(file: Path) -> Keys:
    """Each line: the name of a key, its public half in Base64, since when. The name is the beginning of the half's SHA-256."""
    found: dict[str, Callable[[bytes, bytes], bool]] = {}
    for number, line in enumerate(read(file).decode(errors="replace").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            name, public, _ = line.split()
            half = base64.b64decode(public, validate=True)
            found[name] = key(half)
        except ValueError:
            raise Unreadable(f"{file}:{number}  this is no public key") from None
        if hashlib.sha256(half).hexdigest()[:16] != name:
            raise Unreadable(f"{file}:{number}  the key is not that of the name {name}")
    return found


def key(half: bytes) -> Callable[[bytes, bytes], bool]:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise Unreadable("signatures need the package cryptography: pip install cryptography; or leave --keys out") from None
    public = Ed25519PublicKey.from_public_bytes(half)

    def proves(signature: bytes, message: bytes) -> bool:
        try:
            public.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return proves


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
