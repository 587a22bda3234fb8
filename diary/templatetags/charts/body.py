"""Where, as a picture: the body from the front and the back, each region hatched by its share of the entries."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from diary.domain.guidance.body import MIDLINE
from diary.domain.patterns import Places
from diary.domain.patterns.wording import place_words
from diary.domain.vocabulary import LEG_AND_FOOT, Muscle, Side
from diary.templatetags.charts.drawing import WIDTH, Mark, bar, drawing, text

# The share of the entries over which a region has a level, the densest hatching first, and what the key says of it.
LEVELS = ((3, 1 / 2, "over half"), (2, 1 / 5, "over 1 in 5"), (1, 0, "fewer"))

# Who has cramps in the legs alone, as nearly everybody, sees them twice as large.
BELOW_THE_HIPS = "0 257 360 275"
LEGS = LEG_AND_FOOT - {Muscle.BUTTOCK}


def body_outline(places: Places) -> SafeString:
    """Draw the body with its regions at their levels, as far as the entries say the side."""
    legs_alone = all(count.muscle in LEGS for count in places.muscles)
    return render_to_string(
        "drawings/body.svg",
        {
            "levels": body_levels(places),
            "view_box": BELOW_THE_HIPS if legs_alone else "",
            "title": "Where on the body",
            "description": place_words(places),
        },
    )


def body_key() -> SafeString:
    """Draw what the hatching means."""
    return drawing("body-key", "What the hatching means", _key_words(), (WIDTH, 20), _key())


def body_levels(places: Places) -> Mapping[str, int]:
    """Return the level of each region that cramped, named as in the drawing: "calf_left", "back"."""
    regions: Counter[str] = Counter()
    for count in places.muscles:
        if count.muscle in MIDLINE:
            regions[count.muscle.value] += count.entries
        else:
            regions[f"{count.muscle}_{Side.LEFT}"] += count.left + count.both
            regions[f"{count.muscle}_{Side.RIGHT}"] += count.right + count.both
    return {region: _level(entries / places.known.part) for region, entries in regions.items() if entries}


def _level(share: float) -> int:
    return next(level for level, over, _ in LEVELS if share > over)


def _key() -> Iterator[Mark]:
    for place, (level, _, said) in enumerate(LEVELS):
        left = 1 + WIDTH * place / len(LEVELS)
        yield bar(f"level-{level}", left, 3, 22, 14)
        yield text("label", left + 28, 14.5, said)


def _key_words() -> str:
    return f"From dense to sparse: in {', '.join(said for _, _, said in LEVELS)} of the entries."
