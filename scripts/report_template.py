"""Write the template of the quarter report as a Word document anew: templates/documents/quarter-report.docx.

    .venv/bin/python scripts/report_template.py

A4 with the margins, letters and page numbers of Decree 30/2020/NĐ-CP. An office that wants its own letterhead changes
the file itself in its word processor; this is for whoever changes what every office gets.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

PATH = Path(__file__).resolve().parent.parent / "templates" / "documents" / "quarter-report.docx"
FONT = "Times New Roman"


def main() -> None:
    """Write the file."""
    document: Any = Document()
    document.core_properties.author = document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    _style(document.styles["Normal"], 13)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    _style(document.styles.add_style("Report Table", 1), 10)
    document.styles["Report Table"].paragraph_format.space_after = Pt(0)
    letterhead = document.add_table(rows=1, cols=2)
    for cell, block in zip(letterhead.rows[0].cells, ("office", "dated"), strict=True):
        line = cell.paragraphs[0]
        run = line.add_run(f"[[{block}]]")
        run.bold, run.italic = block == "office", block == "dated"
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT if block == "office" else WD_ALIGN_PARAGRAPH.RIGHT
    _line(document, "[[heading]]", bold=True, size=14, centred=True, before=18)
    _line(document, "[[title]]", bold=True, size=14, centred=True)
    _line(document, "[[state]]", italic=True, centred=True)
    _line(document, "[[summary]]", before=6)
    _line(document, "[[table]]")
    _line(document, "[[behind_title]]", bold=True, before=8)
    _line(document, "– [[behind]]")
    _line(document, "[[notes_title]]", bold=True, before=8)
    _line(document, "– [[notes]]", size=11)
    signatures = document.add_table(rows=1, cols=2)
    for cell, block in zip(signatures.rows[0].cells, ("prepared", "head_of_office"), strict=True):
        line = cell.paragraphs[0]
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(14), Pt(60)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(f"[[{block}]]").bold = True
    _line(document, "[[printed]]", size=9)
    PATH.parent.mkdir(exist_ok=True)
    document.save(str(PATH))


def _style(style: Any, size: int) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _line(document: Any, text: str, *, size: int = 13, before: int = 0, centred: bool = False, **look: bool) -> None:
    line = document.add_paragraph()
    run = line.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = look.get("bold", False), look.get("italic", False)
    line.paragraph_format.space_before = Pt(before)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _page_number(paragraph: Any) -> None:
    """Put the page's number at the top centre; the first page has none."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001  # the library has no public name for a field


if __name__ == "__main__":
    main()
