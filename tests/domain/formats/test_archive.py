"""Zip files from anywhere: damaged, far too full, locked or swollen ones are refused before they do harm."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.formats import archive
from diary.domain.formats.reading import ExportError


def packed(members, method=zipfile.ZIP_DEFLATED):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return written.getvalue()


def read(data, most=10_000_000):
    with archive.opened(BytesIO(data)) as zipped:
        info = zipped.infolist()[0]
        with archive.member(zipped, info, most) as stream:
            return stream.read()


def refusal(data, most=10_000_000):
    with pytest.raises(ExportError) as caught:
        read(data, most)
    return caught.value.problems[0]


def with_field(data, signature, offset, form, value):
    """The archive with one number of one of its records changed."""
    at = data.rindex(signature) + offset
    return data[:at] + struct.pack(form, value) + data[at + struct.calcsize(form) :]


GOOD = packed({"a.csv": b"a,b\n" * 100})


def test_a_member_is_read_as_a_stream():
    assert read(GOOD) == b"a,b\n" * 100
    assert read(packed({"a.csv": b"x"}, zipfile.ZIP_STORED)) == b"x"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04" + b"x" * 100,
        GOOD[:-30],
        GOOD[: len(GOOD) // 2],
        GOOD.replace(b"a.csv", b"b.csv", 1),
    ],
    ids=["empty", "two letters", "a head alone", "without its end", "half", "another name inside"],
)
def test_a_damaged_archive_is_refused(data):
    assert "damaged" in refusal(data)


def test_a_changed_byte_inside_is_noticed():
    at = GOOD.index(b"a.csv") + 8
    assert "damaged" in refusal(GOOD[:at] + bytes([GOOD[at] ^ 255]) + GOOD[at + 1 :])


def test_a_bomb_is_refused_by_what_it_says_of_itself():
    assert "damaged" in refusal(packed({"a.csv": b"\0" * 5_000_000}))
    assert "larger than 1 MB" in refusal(
        packed({"a.csv": bytes(range(256)) * 8_000}, zipfile.ZIP_STORED), 1_000_000
    )


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_said():
    bomb = with_field(packed({"a.csv": b"\0" * 5_000_000}), b"PK\x01\x02", 24, "<L", 4_000)
    assert "damaged" in refusal(bomb)


def test_a_locked_or_oddly_packed_archive_is_refused():
    assert "password" in refusal(with_field(GOOD, b"PK\x01\x02", 8, "<H", 1))
    assert "unpack it" in refusal(packed({"a.csv": b"x" * 50}, zipfile.ZIP_LZMA))


def test_a_list_of_members_that_would_fill_the_memory_is_refused_before_it_is_read():
    assert "unpack it" in refusal(with_field(GOOD, b"PK\x05\x06", 12, "<L", 4_000_000_000))
    end = GOOD.rindex(b"PK\x05\x06")
    assert "unpack it" in refusal(GOOD[:end] + b"PK\x06\x07" + b"\0" * 16 + GOOD[end:])


def test_an_archive_with_too_many_members_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    assert "unpack it" in refusal(packed(dict.fromkeys("abc", b"")))


@given(st.binary(max_size=200), st.integers(0, len(GOOD) - 1))
def test_no_bytes_are_a_fault(data, at):
    for attempt in (data, b"PK\x03\x04" + data, GOOD[:at] + data + GOOD[at:]):
        try:
            found = read(attempt)
        except ExportError:
            found = b""
        assert isinstance(found, bytes)
