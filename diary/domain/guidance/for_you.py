"""Which articles fit a diary, and why: a table of conditions, each with its reason in the person's numbers.

Every condition looks at the last 28 days unless it says otherwise. It counts only what was said: an unknown
answer is in no count, above or below the line. A second table holds articles back: what the diary says makes
them unsafe. The thresholds are design choices except where a source is named.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain

from diary.domain.days import wall_clock
from diary.domain.entries import STOPPED, CheckIn, Diary, Episode, Medicine, Night
from diary.domain.factors import FACTOR_BY_ID
from diary.domain.guidance.articles import Article
from diary.domain.prompts import (
    CLOT_SIGN,
    Prompts,
    first_day_needed,
    pregnant_on,
    prompts_for,
    weeks_pregnant,
)
from diary.domain.prompts.conditions import FLUID_LIMITS
from diary.domain.prompts.gate import is_gated
from diary.domain.seasons import is_hot_season
from diary.domain.vocabulary import Condition as Illness
from diary.domain.vocabulary import Fall, Knot, Muscle, Outcome, Relief, Smoking, State, Urgency
from diary.domain.wording import counted

WINDOW_DAYS = 28
IN_BED_DAYS, IN_BED_CRAMPS = 14, 3
ALCOHOL_DAYS, FEWEST_ALCOHOL_DAYS = 14, 3
FEWEST_FACTOR_DAYS = 3
FEWEST_CRAMP_NIGHTS = 2
FEWEST_CRAMPS = 2
FEWEST_FOOT_CRAMPS = 4
NIGHTS_FOR_PATTERNS = 14
NIGHT_BEGINS, NIGHT_ENDS = 22, 8  # local hours; only for cramps whose situation was not said
ADULT_AGE, OLDER_AGE = 18, 60
AFTER_BIRTH = timedelta(weeks=6)
MEDICINE_CHANGE = timedelta(days=365)  # GARR12 looked at the year after a start
PROFILE_SPEAKS_DAYS = 90  # until a screening question of the profile is asked again

SEIZURE_QUESTION = "SQ14"
CLOT_RULES = frozenset({"R21", "R22"})
FEET = frozenset({Muscle.TOES, Muscle.FOOT_ARCH})
EXERCISE = frozenset({State.EXERCISE, State.AFTER_EXERCISE})
FALLS = frozenset({Fall.NEARLY, Fall.FELL, Fall.INJURED})
FOR_A_VISIT = frozenset({Urgency.SOON, Urgency.ROUTINE, Urgency.MENTION})

SUPPLEMENT = re.compile(
    r"\b(magnes|potass|calcium|vitamin|multivit|zinc|electrolyt|supplement|(b-?12|d3|iron|salt)\b)",
    re.IGNORECASE,
)
CRAMP_PRESCRIPTION = re.compile(
    r"\b(quinin|hydroquinin|tonic water|k2\b|menaquin|baclofen|tolperison|gabapentin|naftidrofuryl)",
    re.IGNORECASE,
)
HOME_REMEDY = re.compile(
    r"\b(soap|magnet|vinegar|mustard|turpentine|celandine|honey|lemon|pickle|horseradish|castor oil|herb)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article that fits, and the sentence that says why."""

    article: Article
    reason: str


@dataclass(frozen=True)
class Reader:
    """The person who reads: their diary on the day `today` (the local date)."""

    diary: Diary
    today: date

    @cached_property
    def prompts(self) -> Prompts:
        """What the rules say, looked at once for all conditions."""
        return prompts_for(self.diary, self.today)

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """Those of the last 90 days: no condition asks for more of a diary, however long it is."""
        first = self.today - timedelta(days=PROFILE_SPEAKS_DAYS)
        return tuple(episode for episode in self.diary.episodes if episode.day >= first)

    @cached_property
    def check_ins(self) -> tuple[CheckIn, ...]:
        """Those of the last 90 days."""
        first = self.today - timedelta(days=PROFILE_SPEAKS_DAYS)
        return tuple(check_in for check_in in self.diary.check_ins if check_in.day >= first)


Condition = Callable[[Reader], str | None]
Hold = Callable[[Reader], bool]


def rank(articles: Iterable[Article], diary: Diary, today: date) -> list[Suggestion]:
    """Return the articles that fit `diary` on `today` (the local date), each once, in order of CONDITIONS.

    An article is left out while one of the HOLDS that it names is true. The diary has to reach back to
    `first_day_to_rank`.
    """
    reader = Reader(diary, today)
    waiting = list(articles)
    suggestions = []
    for name, condition in CONDITIONS.items():
        named = [article for article in waiting if name in article.when]
        if named and (reason := condition(reader)):
            suggestions += [Suggestion(article, reason) for article in named]
            waiting = [article for article in waiting if article not in named]
    held = {name for name in {n for s in suggestions for n in s.article.unless} if HOLDS[name](reader)}
    return [suggestion for suggestion in suggestions if held.isdisjoint(suggestion.article.unless)]


def first_day_to_rank(diary: Diary, today: date) -> date:
    """Return the first diary day that some condition asks for; of `diary` only what is not of one day is read."""
    return min(first_day_needed(diary, today), today - timedelta(days=PROFILE_SPEAKS_DAYS))


# --- Signs, and what the rules say


def passed_out_or_jerked(reader: Reader) -> str | None:
    """The seizure question was answered yes, with a cramp or on its own."""
    days = list(_days_of_yes(reader, SEIZURE_QUESTION))
    if not days:
        return None
    return f"On {_in_words(max(days))} you noted that you passed out, jerked all over or cannot remember it."


def reason_for_a_visit(reader: Reader) -> str | None:
    """A rule asks for a visit that can wait some days: its cause is the reason. Urgent ones are told elsewhere."""
    fired = reader.prompts.fired
    return next((prompt.cause for prompt in fired if prompt.urgency in FOR_A_VISIT), None)


def _said(question: str, words: str, speaks_days: int = WINDOW_DAYS) -> Condition:
    """Return the condition that `question` was answered yes, with a cramp or on its own, and not no since."""

    def condition(reader: Reader) -> str | None:
        day = _standing_yes(reader, question, speaks_days)
        return None if day is None else f"On {_in_words(day)} you noted {words}."

    return condition


def one_leg_sign(reader: Reader) -> str | None:
    """A sign of a clot was noted in the last 28 days, or stands since long ago: then the rule says since when."""
    lately = _said(CLOT_SIGN, "that one leg was swollen, warm, red or sore all the time")(reader)
    standing = (prompt.cause for prompt in reader.prompts.fired if prompt.rule in CLOT_RULES)
    return lately or next(standing, None)


# --- Who you are


def expecting(reader: Reader) -> str | None:
    """Pregnant by an answer of the last 300 days, or within six weeks after birth."""
    born = reader.diary.profile.gave_birth_on
    if born is not None and timedelta() <= reader.today - born <= AFTER_BIRTH:
        return f"You gave birth on {_in_words(born)}{_and_cramps(reader)}"
    return (
        f"You noted that you are pregnant{_weeks(reader)}{_and_cramps(reader)}"
        if pregnant_on(reader.diary, reader.today)
        else None
    )


def child(reader: Reader) -> str | None:
    """Under 18 by the year of birth, which leaves two ages: the younger one counts."""
    ages = _ages(reader)
    return _age_words(reader, ages[1]) if ages and ages[0] < ADULT_AGE else None


def over_60(reader: Reader) -> str | None:
    """60 or more by the year of birth, which leaves two ages: the older one counts."""
    ages = _ages(reader)
    return _age_words(reader, ages[1]) if ages and ages[1] >= OLDER_AGE else None


def fell(reader: Reader) -> str | None:
    """A fall, or nearly one, with a cramp."""
    falls = [episode for episode in _recent(reader) if episode.fall in FALLS]
    if not falls:
        return None
    return f"On {_in_words(_local_date(falls[-1]))} you noted a fall, or nearly one, with a cramp."


def smokes(reader: Reader) -> str | None:
    """The profile says that the person smokes: a matter of leg arteries (BHF-PAD)."""
    if reader.diary.profile.smoking is not Smoking.CURRENT:
        return None
    return f"Your profile says that you smoke or vape{_and_cramps(reader)}"


def _has(words: str, *illnesses: Illness) -> Condition:
    """Return the condition that the profile names one of `illnesses`."""

    def condition(reader: Reader) -> str | None:
        named = reader.diary.profile.conditions.intersection(illnesses)
        return f"Your profile names {words}{_and_cramps(reader)}" if named else None

    return condition


# --- When and where it cramps


def first_cramp(reader: Reader) -> str | None:
    """The first cramp of the whole diary is recent; unknown when only a part of the diary is at hand."""
    if reader.diary.first_day is not None or not reader.diary.episodes:
        return None
    first = reader.diary.episodes[0]
    if first.day < _window_start(reader):
        return None
    return f"You noted your first cramp on {_in_words(_local_date(first))}."


def cramps_in_bed(reader: Reader) -> str | None:
    """Three cramps or more in bed within two weeks."""
    lately = _cramps_in_bed(_recent(reader, IN_BED_DAYS))
    if lately < IN_BED_CRAMPS:
        return None
    described = [episode for episode in _recent(reader) if episode.in_bed is not None]
    in_bed, total = _cramps_in_bed(described), _cramps(described)
    return f"{in_bed} of the {total} cramps that you described in the last 4 weeks began in bed."


def weekly_cramp_nights(reader: Reader) -> str | None:
    """A night cramp on one noted night in seven or more (entry level of HALL12)."""
    nights = list(reader.diary.nights(_window_start(reader), reader.today))
    with_cramp = sum(_has_night_cramp(night) for night in nights)
    noted = with_cramp + sum(_is_clear(night) for night in nights)
    if with_cramp < FEWEST_CRAMP_NIGHTS or with_cramp * 7 < noted:
        return None
    return f"You had night cramps on {with_cramp} of {noted} noted nights in the last 4 weeks."


def two_weeks_noted(reader: Reader) -> str | None:
    """Enough nights that the patterns begin to speak, and with them the question why."""
    noted = [
        night
        for night in reader.diary.nights(_window_start(reader), reader.today)
        if night.outcome is not Outcome.UNKNOWN
    ]
    if len(noted) < NIGHTS_FOR_PATTERNS or not any(night.episodes for night in noted):
        return None
    with_cramps = sum(bool(night.episodes) for night in noted)
    return f"You noted {len(noted)} of the last {WINDOW_DAYS} nights, {with_cramps} with cramps."


def cramps_with_exercise(reader: Reader) -> str | None:
    """A cramp during exercise, or up to six hours after it."""
    described = [episode for episode in _recent(reader) if episode.state is not None]
    active = _cramps(episode for episode in described if episode.state in EXERCISE)
    if not active:
        return None
    return f"{active} of the {counted(_cramps(described), 'cramp')} that you described came with exercise or after it."


def cramp_in_water(reader: Reader) -> str | None:
    """A cramp in water."""
    return _last_in_state(reader, State.IN_WATER, "began in water")


def cramp_during_dialysis(reader: Reader) -> str | None:
    """A cramp during dialysis."""
    return _last_in_state(reader, State.DIALYSIS, "came during dialysis")


def foot_cramps(reader: Reader) -> str | None:
    """At least half of the cramps with a place, and four or more, were in toes or the arch of the foot."""
    placed = [episode for episode in _recent(reader) if episode.places]
    total = _cramps(placed)
    in_feet = _cramps(e for e in placed if any(place.muscle in FEET for place in e.places))
    if in_feet < FEWEST_FOOT_CRAMPS or in_feet * 2 < total:
        return None
    return f"{in_feet} of your {total} cramps with a place in the last 4 weeks were in the foot or toes."


def no_knot(reader: Reader) -> str | None:
    """Two or more were noted as without a hard knot, which a cramp has."""
    answered = [episode for episode in _recent(reader) if episode.knot is not None]
    without = _cramps(episode for episode in answered if episode.knot is Knot.NO)
    if without < FEWEST_CRAMPS:
        return None
    return f"{without} of the {_cramps(answered)} cramps that you described had no hard knot."


# --- What the check-ins say


def _on_days_with(
    factor_id: str, words: str, days: int = WINDOW_DAYS, fewest: int = FEWEST_FACTOR_DAYS
) -> Condition:
    """Return the condition that a factor was present on several of the days on which its question was answered."""

    def condition(reader: Reader) -> str | None:
        present, answered = _factor_days(reader, factor_id, days)
        if present < fewest:
            return None
        return f"You noted {words} on {present} of {answered} days in the last {days // 7} weeks."

    return condition


def hot_season(reader: Reader) -> str | None:
    """Cramps in the two hottest months of the year (GARR15), where the time zone tells which these are."""
    cramps = _cramps(_recent(reader))
    if cramps < FEWEST_CRAMPS or not is_hot_season(reader.today, reader.diary.time_zone):
        return None
    return f"It is the hottest time of the year where you live, and you noted {cramps} cramps in the last 4 weeks."


def sits_a_lot(reader: Reader) -> str | None:
    """Over 8 hours of sitting on most of the days on which the question was answered."""
    present, answered = _factor_days(reader, "sitting")
    if present < FEWEST_FACTOR_DAYS or present * 2 <= answered:
        return None
    return f"You noted over 8 hours of sitting on {present} of {answered} days in the last 4 weeks."


# --- Medicines, and what is tried


def on_medicines(reader: Reader) -> str | None:
    """Medicines are taken; the latest that was started or changed within a year is named."""
    taken = _taken(reader)
    changes = [
        (day, change, medicine.name)
        for medicine in taken
        for change, day in medicine.dated
        if change != STOPPED and reader.today - MEDICINE_CHANGE <= day <= reader.today
    ]
    if changes:
        day, change, name = max(changes)
        return f"{name}: {change} on {_in_words(day)} {day.year}."
    return f"Your list has {counted(len(taken), 'medicine')}." if taken else None


def takes_a_supplement(reader: Reader) -> str | None:
    """A mineral or vitamin stands among the medicines, or is followed as a factor."""
    return _named(reader, SUPPLEMENT)


def cramp_prescription(reader: Reader) -> str | None:
    """Quinine, K2 or another medicine that people are given for cramps stands among the medicines or factors."""
    return _named(reader, CRAMP_PRESCRIPTION)


def home_remedy(reader: Reader) -> str | None:
    """A home remedy is followed as a factor, or pickle brine was tried."""
    tried = [e for e in _recent(reader) if any(t.relief is Relief.PICKLE_BRINE for t in e.reliefs)]
    if tried:
        return f"On {_in_words(_local_date(tried[-1]))} you tried pickle brine."
    return _named(reader, HOME_REMEDY)


def tries_something(reader: Reader) -> str | None:
    """Something is done in the hope of fewer cramps. What needs advice first (R45) leads to no test."""
    present, answered = _factor_days(reader, "stretch")
    if present >= FEWEST_FACTOR_DAYS:
        return f"You noted the bedtime stretch on {present} of {answered} days in the last 4 weeks."
    held_back = (SUPPLEMENT, CRAMP_PRESCRIPTION, HOME_REMEDY)
    names = (f.name for f in reader.diary.own_factors if f.is_on_purpose and f.retired_on is None)
    free = next(
        (n for n in names if not is_gated(n) and not any(words.search(n) for words in held_back)), None
    )
    return None if free is None else f"You follow “{free}”, which you do in the hope of fewer cramps."


# In order of importance: an article named by two conditions shows the first reason that holds.
CONDITIONS: Mapping[str, Condition] = {
    "passed_out_or_jerked": passed_out_or_jerked,
    "one_leg_sign": one_leg_sign,
    "cramp_in_water": cramp_in_water,
    "pain_at_rest": _said("SQ19", "foot pain at rest, or a sore that does not heal", PROFILE_SPEAKS_DAYS),
    "pain_on_walking": _said("SQ18", "leg pain on walking that goes with rest", PROFILE_SPEAKS_DAYS),
    "smokes": smokes,
    "narrowed_arteries": _has("narrowed leg arteries", Illness.ARTERIES),
    "expecting": expecting,
    "child": child,
    "cramp_during_dialysis": cramp_during_dialysis,
    "dialysis": _has("dialysis", Illness.DIALYSIS),
    "kidney": _has("kidney disease", Illness.KIDNEY),
    "liver": _has("liver disease", Illness.CIRRHOSIS),
    "diabetes": _has("diabetes", Illness.DIABETES),
    "thyroid": _has("thyroid disease", Illness.THYROID),
    "nerve": _has("nerve disease", Illness.NEUROPATHY),
    "first_cramp": first_cramp,
    "reason_for_a_visit": reason_for_a_visit,
    "cramps_in_bed": cramps_in_bed,
    "weekly_cramp_nights": weekly_cramp_nights,
    "fell": fell,
    "over_60": over_60,
    "cramp_prescription": cramp_prescription,
    "takes_a_supplement": takes_a_supplement,
    "on_medicines": on_medicines,
    "urge_to_move": _said("SQ22", "an urge to move, without a hard knot"),
    "restless_legs": _has("restless legs", Illness.RESTLESS_LEGS),
    "numb_or_swollen": _said("SQ16", "numbness, tingling or swelling between cramps"),
    "weak_or_twitching": _said("SQ17", "a weaker or thinner muscle, or twitching"),
    "tired_or_thirsty": _said("SQ23", "tiredness, thirst, feeling cold or a change in weight"),
    "no_knot": no_knot,
    "cramps_with_exercise": cramps_with_exercise,
    "hot_days": _on_days_with("heat", "a lot of heat or sweating"),
    "hot_season": hot_season,
    "little_fluid": _on_days_with("fluids", "little to drink"),
    "stomach_upset": _on_days_with("stomach", "a stomach upset", fewest=1),
    "hard_activity": _on_days_with("activity", "hard activity"),
    "drinks_alcohol": _on_days_with("alcohol", "alcohol", ALCOHOL_DAYS, FEWEST_ALCOHOL_DAYS),
    "sits_a_lot": sits_a_lot,
    "foot_cramps": foot_cramps,
    "shoes_that_hurt": _on_days_with("shoes", "shoes that hurt"),
    "swollen_legs": _on_days_with("swelling", "swollen legs"),
    "veins": _has("varicose veins", Illness.VEINS),
    "cold_legs": _on_days_with("cold-legs", "cold legs or feet in bed"),
    "tries_something": tries_something,
    "home_remedy": home_remedy,
    "two_weeks_noted": two_weeks_noted,
}


# --- What holds an article back


def sign_of_a_clot(reader: Reader) -> bool:
    """A sign of a clot stands, or was noted in the last 28 days: nothing that stretches, rubs or squeezes a leg."""
    return reader.prompts.clot_sign is True or any(_days_of_yes(reader, CLOT_SIGN))


def drinks_need_advice(reader: Reader) -> bool:
    """An illness with a fluid limit, or a state in which nobody should be told to drink."""
    return bool(reader.diary.profile.conditions & FLUID_LIMITS) or not reader.prompts.may_drink


def poor_circulation(reader: Reader) -> bool:
    """Narrowed leg arteries, or pain at rest or a sore that does not heal."""
    at_rest = _standing_yes(reader, "SQ19", PROFILE_SPEAKS_DAYS)
    return Illness.ARTERIES in reader.diary.profile.conditions or at_rest is not None


def under_18(reader: Reader) -> bool:
    """A child or a teenager by the year of birth."""
    return child(reader) is not None


HOLDS: Mapping[str, Hold] = {
    hold.__name__: hold for hold in (sign_of_a_clot, drinks_need_advice, poor_circulation, under_18)
}


# --- Counting


def _window_start(reader: Reader, days: int = WINDOW_DAYS) -> date:
    return reader.today - timedelta(days=days - 1)


def _recent(reader: Reader, days: int = WINDOW_DAYS) -> list[Episode]:
    return [
        episode for episode in reader.episodes if _window_start(reader, days) <= episode.day <= reader.today
    ]


def _cramps(episodes: Iterable[Episode]) -> int:
    return sum(episode.cramps for episode in episodes)


def _cramps_in_bed(episodes: Iterable[Episode]) -> int:
    return _cramps(episode for episode in episodes if episode.in_bed)


def _weeks(reader: Reader) -> str:
    weeks = weeks_pregnant(reader.diary, reader.today)
    return "" if weeks is None else f", {counted(weeks, 'full week')} today"


def _and_cramps(reader: Reader) -> str:
    """Close a sentence with the cramps of the last four weeks, if there were any."""
    cramps = _cramps(_recent(reader))
    return f", and you noted {counted(cramps, 'cramp')} in the last 4 weeks." if cramps else "."


def _last_in_state(reader: Reader, state: State, words: str) -> str | None:
    days = [_local_date(episode) for episode in _recent(reader) if episode.state is state]
    return f"A cramp on {_in_words(days[-1])} {words}." if days else None


def _has_night_cramp(night: Night) -> bool:
    return any(_at_night(episode) for episode in night.episodes)


def _is_clear(night: Night) -> bool:
    """The person said that the night had no cramp; a cramp by day does not take that back."""
    return bool(night.check_in and night.check_in.clear) and not _has_night_cramp(night)


def _at_night(episode: Episode) -> bool:
    if episode.in_bed is not None:
        return episode.in_bed
    hour = wall_clock(episode.started_at, episode.time_zone).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def _factor_days(reader: Reader, factor_id: str, days: int = WINDOW_DAYS) -> tuple[int, int]:
    """Return on how many days the factor was present, and on how many the question was answered."""
    factor, first = FACTOR_BY_ID[factor_id], _window_start(reader, days)
    answers = [c.factors.get(factor_id) for c in reader.check_ins if first <= c.day <= reader.today]
    said = [present for answer in answers if (present := factor.is_present(answer)) is not None]
    return sum(said), len(said)


def _ages(reader: Reader) -> tuple[int, int] | None:
    """Return the two ages that a year of birth leaves open, the younger first."""
    born = reader.diary.profile.birth_year
    return None if born is None else (reader.today.year - born - 1, reader.today.year - born)


def _age_words(reader: Reader, older: int) -> str:
    age = f"{older - 1} or {older}" if older else "0"
    return f"By the year of birth, {reader.diary.profile.birth_year}, the age is {age}."


def _taken(reader: Reader) -> list[Medicine]:
    """Return what is taken as far as known: a medicine without dates is on the list, so it counts."""
    return [medicine for medicine in reader.diary.medicines if medicine.taken_on(reader.today) is not False]


def _named(reader: Reader, words: re.Pattern[str]) -> str | None:
    medicines = (f"Your list of medicines has “{m.name}”." for m in _taken(reader) if words.search(m.name))
    followed = (
        f"You follow “{f.name}”."
        for f in reader.diary.own_factors
        if f.retired_on is None and words.search(f.name)
    )
    return next(chain(medicines, followed), None)


def _days_of_yes(reader: Reader, question: str, days: int = WINDOW_DAYS) -> Iterator[date]:
    """Yield the days in the window on which `question`, or a part of it, was answered yes."""
    for asked, value, day in _statements(reader, days):
        if value is True and _belongs(asked, question):
            yield day


def _standing_yes(reader: Reader, question: str, days: int) -> date | None:
    """Return the last day on which `question`, or a part of it, was answered yes, unless "no" came later."""
    yes = max(_days_of_yes(reader, question, days), default=None)
    no = max(
        (day for asked, value, day in _statements(reader, days) if asked == question and value is False),
        default=None,
    )
    return None if yes is None or (no is not None and no > yes) else yes


def _statements(reader: Reader, days: int) -> Iterator[tuple[str, object, date]]:
    """Yield each screening question that was answered in the window, the answer, and its local date."""
    for episode in _recent(reader, days):
        for asked, said in episode.signs.items():
            yield asked, said, _local_date(episode)
    for answer in reader.diary.answers:
        day = wall_clock(answer.answered_at, reader.diary.time_zone).date()
        if _window_start(reader, days) <= day <= reader.today:
            yield answer.question, answer.value, day


def _belongs(asked: str, question: str) -> bool:
    return asked.partition(".")[0] == question


def _local_date(episode: Episode) -> date:
    return wall_clock(episode.started_at, episode.time_zone).date()


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B}"
