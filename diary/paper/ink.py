"""The pictures of the screen in the inks of paper: the same shapes, each word of theirs painted in fixed colours.

static/css/charts.css says what the words look like on a screen; Typst knows neither custom properties nor :is().
"""

CRAMP, ACCENT, INK, SOFT, EDGE, LINE, SUNK, PAPER = (
    "#c2492f", "#0d5f5a", "#1c2430", "#4d5563", "#8a8474", "#c9c2b2", "#efeadf", "#ffffff",
)  # fmt: skip

_RULES = {
    "text": f"font-family: 'Noto Sans'; font-size: 13px; fill: {SOFT}",
    ".value, .in-solid, .in-eased, .in-dashed, .in-outlined": f"font-weight: 600; fill: {INK}",
    ".name": f"font-weight: 600; font-size: 15px; fill: {INK}",
    ".in-solid, .in-eased": f"fill: {PAPER}",
    ".bar, .solid": f"fill: {CRAMP}",
    ".bar-partly, .half-filled": f"fill: {CRAMP}; fill-opacity: .3; stroke: {CRAMP}; stroke-width: 1.5",
    ".bar-open": f"fill: none; stroke: {EDGE}; stroke-width: 1.5; stroke-dasharray: 4 3",
    ".bar-quiet": f"fill: {EDGE}",
    ".axis": f"stroke: {EDGE}; stroke-width: 1; fill: none",
    ".grid": f"stroke: {LINE}; stroke-width: 1; fill: none",
    ".track": f"stroke: {LINE}; stroke-width: 3",
    ".known": f"stroke: {SOFT}; stroke-width: 3",
    ".half": f"fill: none; stroke: {CRAMP}; stroke-width: 5; stroke-linecap: round",
    ".eased": f"fill: {ACCENT}",
    ".half-eased": f"fill: {ACCENT}; fill-opacity: .3; stroke: {ACCENT}; stroke-width: 1.5",
    ".outlined": f"fill: none; stroke: {SOFT}; stroke-width: 1.5",
    ".dashed": f"fill: none; stroke: {SOFT}; stroke-width: 1.5; stroke-dasharray: 3 3",
    ".body": f"fill: none; stroke: {EDGE}; stroke-width: 1.6",
    ".detail": f"fill: none; stroke: {EDGE}; stroke-width: 1.2; opacity: .6",
    ".region": "fill: none",
    ".hatching": f"stroke: {CRAMP}; stroke-width: 1.6",
    '[data-level="1"], .level-1': f"fill: url(#level-1) {PAPER}; stroke: {CRAMP}; stroke-width: 1.5",
    '[data-level="2"], .level-2': f"fill: url(#level-2) {SUNK}; stroke: {CRAMP}; stroke-width: 1.5",
    '[data-level="3"], .level-3': f"fill: {CRAMP}; stroke: {CRAMP}; stroke-width: 1.5",
    ".night-cramp": f"stroke: {CRAMP}; stroke-width: 6; fill: none",
    ".night-clear": f"stroke: {ACCENT}; stroke-width: 2; fill: none",
    ".night-unknown": f"stroke: {EDGE}; stroke-width: 3; stroke-linecap: round; fill: none",
    ".nought": f"stroke: {EDGE}; stroke-width: 1.5",
    ".reach, .beyond": f"stroke: {INK}; stroke-width: 3; fill: none; stroke-linecap: round",
    ".estimate": f"fill: {INK}; stroke: {INK}; stroke-width: 2",
    ".reach-clear": "stroke-width: 4",
    ".estimate-clear": f"fill: {CRAMP}; stroke: {CRAMP}",
    ".estimate-no-sign, .estimate-too-early": f"fill: {PAPER}",
    ".reach-too-early": "stroke-width: 2; stroke-dasharray: 1 6",
}
STYLE = "".join(f"{what}{{{look}}}" for what, look in _RULES.items())


def on_paper(svg: str) -> str:
    """Return a picture of the screen as a file of its own that carries its look."""
    head, rest = svg.split(">", 1)
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{STYLE}</style>{rest}'
