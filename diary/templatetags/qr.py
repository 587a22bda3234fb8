"""An address as a QR code, to be photographed from a screen or from paper."""

from django.utils.safestring import SafeString, mark_safe
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def qr_code(address: str) -> SafeString:
    """Return an SVG picture of the code, a unit a module, with the white rim that cameras need."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(address)
    rows = code.get_matrix()
    modules = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    size = len(rows)
    return mark_safe(  # noqa: S308 - nothing but numbers
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="QR code of this link">'
        f'<rect class="qr-paper" width="{size}" height="{size}"/><path class="qr-ink" d="{modules}"/></svg>'
    )
