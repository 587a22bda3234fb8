"""The report's blocks as HTML: escaped, and nothing but what stands in them."""

from datetime import date

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.report.document import Bullets, Facts, Paragraph, Part, Prompt, Report, Table, Tone
from diary.templatetags.report import as_html

DAY = date(2026, 3, 3)
ELEMENTS = set("p dl div dt dd ul li table caption thead tbody tr th td section h3 span".split())  # noqa: SIM905

# What HTML can hold: a parser drops control characters and joins line ends.
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=40)
some = st.lists(words, min_size=1, max_size=3).map(tuple)
blocks = st.one_of(
    st.builds(Paragraph, words, st.sampled_from(Tone)),
    st.builds(Bullets, some),
    st.builds(Facts, st.lists(st.tuples(words, words), min_size=1, max_size=3).map(tuple)),
    st.builds(
        lambda caption, columns, rows: Table(caption, columns, tuple((row * 3)[: len(columns)] for row in rows)),
        words,
        some,
        st.lists(some, max_size=3),
    ),
    st.builds(
        Prompt, title=words, urgency=words, is_urgent=st.booleans(), cause=words, what_to_do=words,
        questions=some, source=words,
    ),
)  # fmt: skip


@given(st.lists(blocks, max_size=3).map(tuple))
def test_every_block_is_its_words_and_no_markup_comes_from_them(some_blocks):
    part = Part("part", "Part", some_blocks)
    tree = html5lib.parseFragment(as_html(part), namespaceHTMLElements=False)
    elements = {element.tag for element in tree.iter()} - {"DOCUMENT_FRAGMENT"}
    assert elements <= ELEMENTS
    assert not any(name.startswith("on") for element in tree.iter() for name in element.attrib)


@given(st.lists(blocks, max_size=3).map(tuple))
def test_the_words_come_in_the_order_of_the_tree(some_blocks):
    part = Part("part", "Part", some_blocks)
    whole = Report(title="", about=(), every_page="", first=DAY, last=DAY, parts=(part,))
    tree = html5lib.parseFragment(as_html(part), namespaceHTMLElements=False)
    shown = "".join("".join(tree.itertext()).split())
    assert f"Part{shown}" == "".join("".join(whole.texts()).split())
