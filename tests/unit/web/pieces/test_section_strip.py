"""The names of a band's sections above its roll."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from django.utils.translation import override

from web.pieces.section_strip import Span, section_strip, spans_of

if TYPE_CHECKING:
    from django.test import Client

    from web.jobs.models import Job

SVG = "{http://www.w3.org/2000/svg}"


def laid_out(*sections: tuple[str, int], qpm: float = 120.0, length_seconds: float = 20.0) -> dict[str, Any]:
    plan = {"sections": [{"name": name, "bars": bars, "roles": []} for name, bars in sections]}
    return {"plan": plan, "qpm": qpm, "length_seconds": length_seconds}


def test_a_fill_belongs_to_what_it_leads_out_of_and_the_last_section_ends_with_the_piece() -> None:
    assert spans_of(laid_out(("intro", 2), ("A", 3), ("fill", 1), ("A", 3), ("fill", 1), ("ending", 1), qpm=240)) == [
        Span("intro", 0.0, 2.0),
        Span("A", 2.0, 6.0),
        Span("A", 6.0, 10.0),
        Span("ending", 10.0, 20.0),
    ]


def test_a_piece_without_a_plan_or_sections_has_no_strip() -> None:
    assert section_strip({"plan": None, "qpm": 120.0, "length_seconds": 30.0}) == ""
    assert section_strip({"qpm": 120.0, "length_seconds": 30.0}) == ""
    assert section_strip(laid_out()) == ""


def test_each_name_lies_where_its_section_does() -> None:
    labels = list(ElementTree.fromstring(section_strip(laid_out(("intro", 2), ("A", 4), ("ending", 1)))))
    assert [(label.attrib["x"], label.attrib["width"]) for label in labels] == [
        ("0.0%", "20.0%"),
        ("20.0%", "40.0%"),
        ("60.0%", "40.0%"),
    ]
    assert [label.findtext(f"{SVG}text") for label in labels] == ["Intro", "A", "Ending"]


def test_names_are_in_the_readers_language_and_no_markup() -> None:
    with override("zh-hans"):
        assert "Intro" not in section_strip(laid_out(("intro", 2)))
    assert "&lt;b&gt;" in section_strip(laid_out(("<b>", 2)))


def test_ones_own_page_and_the_shared_one_name_a_bands_sections(client: Client, job: Job) -> None:
    job.resolved |= {"plan": {"tonic": 0, "is_minor": False, **laid_out(("intro", 2), ("B", 13))["plan"]}}
    job.save()
    for address in (f"/pieces/{job.id}", f"/p/{job.share_id}"):
        strip = re.search(
            r'<figure class="roll" id="roll">(<svg [^>]*class="roll-strip">.*?</svg></svg>)<svg',
            client.get(address).content.decode(),
        )
        assert strip is not None
        assert [label.findtext(f"{SVG}text") for label in ElementTree.fromstring(strip[1])] == ["Intro", "B"]
