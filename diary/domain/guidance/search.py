"""A small index of texts: which entries fit what somebody typed, also half typed, misspelt or in other words.

Ranking is BM25 (Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009), once for what
an entry is about and once for its text, because a word that stands in every text can still be rare in titles; a name
that stands whole in the query counts extra. Nothing here depends on chance or on the clock.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from diary.domain.guidance.documents import Document

LONGEST_QUERY = 200  # characters
MOST_WORDS = 16
TITLE, NAMES, SUMMARY = 5, 4, 2  # how often a word there counts
ABOUT, TEXT = 1.0, 0.45
SATURATION, LENGTH = 1.4, 0.6  # k1 and b of BM25
AS_SYNONYM, AS_BEGINNING, AS_TYPO = 0.7, 0.5, (0.6, 0.4)
WHOLE_NAME, EACH_FURTHER_WORD = 0.9, 0.4
NAMED_SHARE = 0.4  # of what a query says, for it to be about something
FAINTEST = 0.2  # of the best score; what is fainter is not shown
SHORTEST_BEGINNING = 3
ONE_TYPO_FROM, TWO_TYPOS_FROM = 4, 8  # letters
LONGEST_PHRASE = 3  # words

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"['’`]")
_ENDINGS = (
    ("iness", "y"), ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"),
    ("ing", ""), ("ed", ""), ("s", ""), ("e", ""),
)  # fmt: skip
_KEEPS_ITS_S = ("ss", "us", "is")
_IRREGULAR = {
    "calves": "calf",
    "feet": "foot",
    "teeth": "tooth",
    "children": "child",
    "women": "woman",
    "fell": "fall",
    "woke": "wake",
    "woken": "wake",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that can be found: its key, its title, its other names, a summary, and the rest of it."""

    key: str
    title: str
    names: tuple[str, ...]
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that say nothing, and other words for the same; both are stems, a phrase is a tuple of them."""

    stop_words: frozenset[str]
    synonyms: Mapping[tuple[str, ...], tuple[str, ...]]


def parse_lexicon(fields: Mapping[str, Any]) -> Lexicon:
    """Read the lexicon from its TOML table; raise ContentError, naming the field."""
    document = Document("search", fields)
    synonyms = Document("search, synonyms", fields["synonyms"])
    return Lexicon(
        stop_words=frozenset(stem for word in document.texts("stop_words") for stem in stems(word)),
        synonyms={
            tuple(stems(word)): tuple(stem for other in synonyms.texts(word) for stem in stems(other))
            for word in synonyms.fields
        },
    )


def stems(text: str) -> list[str]:
    """Return the words of `text` without accents, capitals and endings, in their order."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text)).encode("ascii", "ignore").decode()
    return [_stem(word) for word in _WORD.findall(plain.lower())]


def distance(one: str, other: str, limit: int) -> int:
    """Return how many letters to add, drop, change or swap turn `one` into `other`; limit + 1 if it is more.

    Optimal string alignment: the Damerau-Levenshtein distance with each letter touched once.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, target in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def allowed_typos(word: str) -> int:
    """Return how many slips of the finger a word of this length may hold and still be meant."""
    return (len(word) >= ONE_TYPO_FROM) + (len(word) >= TWO_TYPOS_FROM)


class Index:
    """The entries, ready to be searched; it never changes once it is built."""

    def __init__(
        self, entries: Iterable[Entry], lexicon: Lexicon, known: frozenset[str] = frozenset()
    ) -> None:
        """`known` are stems that stand elsewhere and so are not misspelt."""
        self._lexicon = lexicon
        self._known = known
        self._entries = tuple(entries)
        self._scores: dict[str, dict[int, float]] = defaultdict(dict)
        for weight, zone in ((ABOUT, map(_about, self._entries)), (TEXT, map(_text, self._entries))):
            for stem, number, score in _bm25(list(zone)):
                self._scores[stem][number] = self._scores[stem].get(number, 0.0) + weight * score
        self._worth_of = {stem: max(scores.values()) for stem, scores in self._scores.items()}
        self._words = sorted(self._scores)
        self._letters = [(word, _letters_of(word)) for word in self._words]
        self._names: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for number, entry in enumerate(self._entries):
            for name in (entry.title, *entry.names):
                self._names[tuple(self._telling(name))].add(number)

    def find(self, query: str, limit: int | None = None) -> list[str]:
        """Return the keys of the entries that fit `query`, best first, at most `limit`.

        Only the first LONGEST_QUERY characters of it count.
        """
        words = self._telling(query)
        scores: dict[int, float] = defaultdict(float)
        matched: dict[int, float] = defaultdict(float)
        most = 0.0
        for meant in self._meanings(words):
            worth = max((self._worth_of[stem] * share for stem, share in meant.items()), default=0.0)
            most += worth
            for number, score in self._scored(meant).items():
                scores[number] += score
                matched[number] += worth
        for name in _phrases(words):
            for number in self._names.get(name, ()):
                scores[number] += WHOLE_NAME * self._worth(name) + EACH_FURTHER_WORD * (len(name) - 1)
        full = {number: score * (1 + matched[number] / most) for number, score in scores.items()}
        faintest = FAINTEST * max(full.values(), default=0.0)
        shown = (number for number, score in full.items() if score > faintest)
        ranked = sorted(shown, key=lambda number: (-full[number], self._entries[number].key))
        return [self._entries[number].key for number in ranked[:limit]]

    def named(self, query: str) -> list[str]:
        """Return the keys of the entries that `query` is about: a name of theirs is much of what it says."""
        words = self._telling(query)
        enough = NAMED_SHARE * self._worth(words)
        names = (name for name in _phrases(words) if name in self._names and self._worth(name) >= enough)
        found = {number for name in names for number in self._names[name]}
        return [self._entries[number].key for number in sorted(found)]

    def _worth(self, words: Iterable[str]) -> float:
        """How much these words tell: the rarer, the more."""
        return sum(self._worth_of.get(word, 0.0) for word in words)

    def _telling(self, text: str) -> list[str]:
        """The words that say something, or all of them if none does: "does it work" is a question too."""
        words = stems(text[:LONGEST_QUERY])[:MOST_WORDS]
        return [word for word in words if word not in self._lexicon.stop_words] or words

    def _scored(self, meant: Mapping[str, float]) -> dict[int, float]:
        """The best score of each entry for any of the stems that one word can mean."""
        best: dict[int, float] = {}
        for stem, share in meant.items():
            for number, score in self._scores[stem].items():
                best[number] = max(best.get(number, 0.0), share * score)
        return best

    def _meanings(self, words: Sequence[str]) -> Iterator[dict[str, float]]:
        """For each word the stems of the index that it can mean, each with how surely (0 to 1)."""
        others = self._synonyms_in(words)
        for place, word in enumerate(words):
            meant = {stem: AS_SYNONYM for stem in others.get(place, ()) if stem in self._scores}
            if word in self._scores:
                meant[word] = 1.0
            if word not in self._scores or place == len(words) - 1:
                for stem in self._beginning_with(word):
                    meant.setdefault(stem, AS_BEGINNING)
            yield meant or self._misspelt(word)

    def _synonyms_in(self, words: Sequence[str]) -> dict[int, set[str]]:
        """Other stems for each place of the query, also for phrases of up to LONGEST_PHRASE words."""
        found: dict[int, set[str]] = defaultdict(set)
        for length in range(1, LONGEST_PHRASE + 1):
            for place in range(len(words) - length + 1):
                found[place].update(self._lexicon.synonyms.get(tuple(words[place : place + length]), ()))
        return found

    def _beginning_with(self, word: str) -> Iterator[str]:
        if len(word) < SHORTEST_BEGINNING:
            return
        for stem in self._words[bisect_left(self._words, word) :]:
            if not stem.startswith(word):
                return
            yield stem

    def _misspelt(self, word: str) -> dict[str, float]:
        """Stems with few other letters: people seldom miss the first one, or swap it with the next.

        Each slip adds and takes at most one of the letters that occur, which is quick to see.
        """
        limit = 0 if word in self._known else allowed_typos(word)
        if not limit:
            return {}
        letters = _letters_of(word)
        near = (
            stem
            for stem, others in self._letters
            if (letters & ~others).bit_count() <= limit
            and (others & ~letters).bit_count() <= limit
            and (stem[0] == word[0] or stem[:2] == word[1::-1])
        )
        far = {stem: distance(word, stem, limit) for stem in near}
        nearest = min(far.values(), default=limit + 1)
        return {stem: AS_TYPO[slips - 1] for stem, slips in far.items() if 0 < slips == nearest <= limit}


def _about(entry: Entry) -> list[str]:
    names = [stem for name in entry.names for stem in stems(name)]
    return stems(entry.title) * TITLE + names * NAMES + stems(entry.summary) * SUMMARY


def _text(entry: Entry) -> list[str]:
    return stems(entry.text)


def _bm25(zones: Sequence[Sequence[str]]) -> Iterator[tuple[str, int, float]]:
    """For each stem and each zone that holds it, by number: how much the stem says about the zone."""
    mean = max(sum(map(len, zones)) / max(len(zones), 1), 1.0)
    held_by = Counter(stem for zone in zones for stem in set(zone))
    for number, zone in enumerate(zones):
        evened = SATURATION * (1 - LENGTH + LENGTH * len(zone) / mean)
        for stem, count in Counter(zone).items():
            rarity = log(1 + (len(zones) - held_by[stem] + 0.5) / (held_by[stem] + 0.5))
            yield stem, number, rarity * count / (count + evened)


def _phrases(words: Sequence[str]) -> set[tuple[str, ...]]:
    ends = range(1, len(words) + 1)
    return {tuple(words[start:end]) for end in ends for start in range(end)}


def _letters_of(word: str) -> int:
    """The letters that occur in a word, one bit each."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) - ord("0"))
    return bits


def _stem(word: str) -> str:
    word = _IRREGULAR.get(word, word)
    for ending, other in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            if ending == "s" and word.endswith(_KEEPS_ITS_S):
                return word
            left = word[: -len(ending)] + other
            undoubled = ending in {"ing", "ed"} and left[-1] == left[-2] and left[-1] not in "lsz"
            return _without_e(left[:-1] if undoubled else left)
    return word


def _without_e(stem: str) -> str:
    return stem[:-1] if stem.endswith("e") and len(stem) > 3 else stem
