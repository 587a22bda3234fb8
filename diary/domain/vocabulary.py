"""The words of the diary: every closed list a person can choose from, with what is stored and what is read."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of the field: its value is stored and exported, its `label` is what a patient reads."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Muscle(Term):
    """Where it cramps: regions a patient can point at, not anatomical muscles."""

    CALF = "calf", "Calf"
    TOES = "toes", "Toes"
    FOOT_ARCH = "foot_arch", "Foot arch"
    SHIN = "shin", "Shin"
    FRONT_THIGH = "front_thigh", "Front of thigh"
    BACK_THIGH = "back_thigh", "Back of thigh"
    INNER_THIGH = "inner_thigh", "Inner thigh"
    BUTTOCK = "buttock", "Buttock"
    HAND = "hand", "Hand"
    FOREARM = "forearm", "Forearm"
    UPPER_ARM = "upper_arm", "Upper arm"
    ABDOMEN = "abdomen", "Belly"
    BACK = "back", "Back"
    CHEST = "chest", "Chest"
    FACE_JAW = "face_jaw", "Face or jaw"
    OTHER = "other", "Somewhere else"


LEG_AND_FOOT = frozenset(
    {
        Muscle.CALF,
        Muscle.TOES,
        Muscle.FOOT_ARCH,
        Muscle.SHIN,
        Muscle.FRONT_THIGH,
        Muscle.BACK_THIGH,
        Muscle.INNER_THIGH,
        Muscle.BUTTOCK,
    }
)


class Side(Term):
    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    BOTH = "both", "Both sides"


class Progress(Term):
    """How far an episode has been written down."""

    ONGOING = "ongoing", "Still going"
    DRAFT = "draft", "To finish"
    COMPLETE = "complete", "Complete"


class State(Term):
    """What the person was doing at onset (ICSD-3 criterion B asks for the time in bed, awake or asleep)."""

    ASLEEP = "asleep", "Asleep"
    AWAKE_IN_BED = "awake_in_bed", "Awake in bed"
    RESTING = "resting", "Resting, not in bed"
    EXERCISE = "exercise", "During exercise"
    AFTER_EXERCISE = "after_exercise", "Up to 6 hours after exercise"
    IN_WATER = "in_water", "In water"
    DIALYSIS = "dialysis", "During dialysis"
    OTHER = "other", "Something else"


IN_BED = frozenset({State.ASLEEP, State.AWAKE_IN_BED})


class Knot(Term):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_SURE = "not_sure", "Not sure"


class Eased(Term):
    """Whether stretching eased it (ICSD-3 criterion C)."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
    NOT_TRIED = "not_tried", "Not tried"


class Distress(Term):
    NONE = "none", "Not at all"
    A_LITTLE = "a_little", "A little"
    MODERATE = "moderate", "Quite"
    VERY = "very", "Very"


class Fluids(Term):
    LESS = "less", "Less than usual"
    USUAL = "usual", "Usual"
    MORE = "more", "More"


class Activity(Term):
    NONE = "none", "None"
    LIGHT = "light", "Light"
    MODERATE = "moderate", "Moderate"
    HARD = "hard", "Hard"


class Relief(Term):
    """What was done about it. No doses are ever asked."""

    STRETCH = "stretch", "Stretched it"
    STOOD_UP = "stood_up", "Stood up"
    WALKED = "walked", "Walked"
    MASSAGE = "massage", "Rubbed it"
    HEAT = "heat", "Warmth"
    COLD = "cold", "Cold"
    DRINK = "drink", "Had a drink"
    PICKLE_BRINE = "pickle_brine", "Pickle brine"
    MEDICINE = "medicine", "A medicine"
    NOTHING = "nothing", "Nothing, waited"
    OTHER = "other", "Something else"


class Helped(Term):
    YES = "yes", "It helped"
    PARTLY = "partly", "A little"
    NO = "no", "It did not"


class Fall(Term):
    NONE = "none", "No"
    NEARLY = "nearly", "Nearly"
    FELL = "fell", "Yes, I fell"
    INJURED = "injured", "Yes, and I was hurt"


class Sex(Term):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Another"


class Smoking(Term):
    """Whether the person smokes; vaping nicotine counts as smoking."""

    NEVER = "never", "Never"
    FORMER = "former", "Not any more"
    CURRENT = "current", "Yes"


class Hemisphere(Term):
    """On which half of the earth a person lives, so that it is known when summer is."""

    NORTH = "north", "North of the equator"
    SOUTH = "south", "South of the equator"


class Condition(Term):
    """Long-term conditions that change what a cramp may mean or what is safe to suggest."""

    DIALYSIS = "dialysis", "Dialysis"
    KIDNEY = "kidney", "Kidney disease"
    CIRRHOSIS = "cirrhosis", "Liver disease (cirrhosis)"
    DIABETES = "diabetes", "Diabetes"
    THYROID = "thyroid", "Thyroid disease"
    HEART_FAILURE = "heart_failure", "Heart failure"
    ARTERIES = "arteries", "Narrowed leg arteries"
    VEINS = "veins", "Varicose veins"
    RESTLESS_LEGS = "restless_legs", "Restless legs"
    NEUROPATHY = "neuropathy", "Nerve disease"
    PARKINSON = "parkinson", "Parkinson's"
    CANCER_TREATMENT = "cancer_treatment", "Cancer treatment"
    LUNGS = "lungs", "Asthma or chronic lung disease"
    ARTHRITIS = "arthritis", "Arthritis"
    EPILEPSY = "epilepsy", "Epilepsy"


class DrugClass(Term):
    """What kind of medicine it is, where that changes what a cramp may mean or what is safe beside it."""

    LABA = "laba", "a long-acting inhaler (LABA)"
    POTASSIUM_SPARING = "potassium_sparing", "a water tablet that keeps potassium"
    THIAZIDE = "thiazide", "a water tablet of the thiazide kind"
    LOOP = "loop", "a water tablet of the loop kind"
    STATIN = "statin", "a statin"
    LISTED = "listed", "a medicine that is listed as a possible cause of cramps"
    QUININE = "quinine", "quinine"
    BLOOD_THINNER = "blood_thinner", "a blood thinner of the warfarin kind"
    ACE_ARB = "ace_arb", "an ACE inhibitor or a sartan"
    NONE = "none", "none of these"


class Outcome(Term):
    """What is known of a diary day: unknown is never counted as clear."""

    CRAMP = "cramp", "Cramp"
    CLEAR = "clear", "No cramp"
    UNKNOWN = "unknown", "Not noted"


class Urgency(Term):
    """How soon a prompt asks for help, most urgent first."""

    EMERGENCY = "emergency", "Emergency: call now"
    SAME_DAY = "same_day", "Get advice today"
    SOON = "soon", "Book within two weeks"
    ROUTINE = "routine", "Book when it suits you"
    MENTION = "mention", "Mention at your next visit"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Urgency).index(self)


class Grade(Term):
    """How good the evidence is behind a medical sentence."""

    A = "A", "Good trials or reviews"
    B = "B", "Small trials or good observation"
    C = "C", "Very little or conflicting evidence"
    D = "D", "Expert or official advice, no trials"
    S = "S", "Safety rule from a regulator or guideline"
    N = "N", "No evidence found"


# Spans a patient can tap, and the whole number that is stored for each. An exact number can be typed instead.
# A started minute or hour counts as one, so "over 10 minutes" always means more than 10.
HARD_MINUTES = (
    (1, "Under 1"),
    (2, "1 to 2"),
    (4, "3 to 5"),
    (8, "6 to 10"),
    (15, "11 to 20"),
    (25, "Over 20"),
)
SORE_HOURS = (
    (0, "Not sore"),
    (1, "Under 1"),
    (4, "1 to 6"),
    (12, "6 to 24"),
    (36, "24 to 48"),
    (60, "Over 48"),
)
MINUTES_AWAKE = ((0, "Not at all"), (5, "5"), (15, "15"), (30, "30"), (60, "60"), (120, "2 hours"))

SEVERITY_WORDS = (
    "no pain", "very mild", "mild", "mild", "moderate", "moderate", "moderate", "strong", "strong", "very strong",
    "the worst imaginable",
)  # fmt: skip
