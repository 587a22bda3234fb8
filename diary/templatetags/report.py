"""The report's tree as HTML. It adds no word of its own; the same tree on paper is diary/paper.

Tables are put together here and not in a template: a list of 400 cramps is a row each.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.template import Library
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from diary.domain.report.document import Block, Bullets, Facts, Paragraph, Part, Picture, Prompt, Table, Tone
from diary.templatetags.charts.pictures import drawn

register = Library()

# A column of short cells keeps each on its line.
SHORT = 34

TONES = {Tone.PLAIN: "", Tone.SOFT: "soft small", Tone.STRONG: "lead", Tone.URGENT: "urgent"}


@register.filter
def as_html(part: Part) -> SafeString:
    """Return the blocks of a part of the report; pictures that follow each other stand side by side."""
    return _joined(_blocks(part.blocks))


@register.filter
def as_facts(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Return terms with their values as a description list."""
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", pairs)
    return format_html('<dl class="facts">{}</dl>', rows)


def _blocks(blocks: Iterable[Block]) -> Iterator[SafeString]:
    for are_pictures, some in groupby(blocks, key=lambda block: isinstance(block, Picture)):
        shown = _joined(map(_block, some))
        yield format_html('<div class="pictures">{}</div>', shown) if are_pictures else shown


def _block(block: Block) -> SafeString:
    match block:
        case Paragraph(text, tone):
            return format_html('<p class="{}">{}</p>', TONES[tone], text)
        case Facts(pairs):
            return as_facts(pairs)
        case Bullets(items):
            return _list(items)
        case Table():
            return _table(block)
        case Picture():
            return format_html(
                '<figure class="{}"><figcaption>{}</figcaption>{}</figure>',
                block.kind,
                block.title,
                drawn(block),
            )
        case Prompt():
            return _prompt(block)


def _list(items: Sequence[str]) -> SafeString:
    return format_html(
        '<ul class="bullets">{}</ul>', format_html_join("", "<li>{}</li>", ((item,) for item in items))
    )


def _table(table: Table) -> SafeString:
    wraps = [any(len(cell) > SHORT for cell in column) for column in zip(*table.rows, strict=True)]
    classes = [' class="wraps"' if is_long else "" for is_long in wraps]
    head = _joined(map(_heading, table.columns))
    body = _joined(_row(row, classes) for row in table.rows)
    return format_html(
        '<div class="scroller" role="region" aria-label="{}" tabindex="0"><table><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        table.caption,
        table.caption,
        head,
        body,
    )


def _heading(name: str) -> SafeString:
    return format_html('<th scope="col">{}</th>', name) if name else SafeString("<td></td>")


def _row(cells: Sequence[str], classes: Sequence[str]) -> SafeString:
    name, *others = map(escape, cells)
    said = "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(others, classes[1:], strict=True))
    # Every cell is escaped above.
    return mark_safe(f'<tr><th scope="row"{classes[0]}>{name}</th>{said}</tr>')  # noqa: S308


def _prompt(prompt: Prompt) -> SafeString:
    return format_html(
        '<section class="reason"{}><h3><span class="urgency">{}</span> {}</h3><p>{}</p><p>{}</p>{}'
        '<p class="soft small">{}</p></section>',
        SafeString(' data-urgent=""') if prompt.is_urgent else "",
        prompt.urgency,
        prompt.title,
        prompt.cause,
        prompt.what_to_do,
        _list(prompt.questions) if prompt.questions else "",
        prompt.source,
    )


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 - pieces that are safe already
