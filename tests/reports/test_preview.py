"""The preview shows the very bytes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from oci_desktop.reports.kit.pieces import LIST, TextLines
from oci_desktop.reports.kit.sheet import Sheet
from oci_desktop.reports.preview import Preview


@pytest.fixture
def pdf() -> bytes:
    sheet = Sheet(title="Essai", printed_on="2026-11-21", paper="a4", landscape=True)
    sheet.add([TextLines([f"ligne {number}"], LIST) for number in range(150)])
    return sheet.finish()


def test_pages_and_sizes(pdf: bytes) -> None:
    with Preview(pdf) as preview:
        assert preview.page_count == 4
        assert preview.page_size(0) == pytest.approx((841.89, 595.28), abs=0.1)


def test_an_image_has_the_size_asked_for_and_ink_on_it(pdf: bytes) -> None:
    with Preview(pdf) as preview:
        image = preview.image(0, 2.0)
    assert (image.width, image.height) == pytest.approx((1684, 1191), abs=1)
    assert len(image.pixels) == image.stride * image.height
    assert image.stride == image.width * 4
    assert len(set(image.pixels[::4])) > 10


def test_several_threads_may_look_at_once(pdf: bytes) -> None:
    with Preview(pdf) as preview, ThreadPoolExecutor(4) as pool:
        images = list(pool.map(lambda page: preview.image(page % 4, 0.5).pixels, range(20)))
    assert images[:4] == images[4:8] == images[8:12]


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        Preview(b"nothing of the kind")
