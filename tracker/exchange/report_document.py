"""Fill the office's own template of a quarter report as a Word document: its named blocks, its table, its lists.

The template is a document that an office opens and changes: letterhead, fonts, margins and signatures are its own. A
block is a paragraph, or a part of one, that holds its name: [[office]]. What a template leaves out is left out.
"""

import copy
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXTS: Final = (
    *("office", "dated", "heading", "title", "state", "summary", "behind_title", "notes_title", "printed"),
    *("prepared", "head_of_office"),
)
"""The blocks that are one text each."""
LISTS: Final = ("behind", "notes")
"""The blocks that become a paragraph for each of their texts."""
TABLE: Final = "table"
_BLOCK: Final = re.compile(r"\[\[([a-z_]+)\]\]")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """What stands in the blocks; a column of ``numbers`` is set to the right. ``widths`` are shares of the table's."""

    texts: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    numbers: frozenset[int] = field(default=frozenset())


def is_available() -> bool:
    """Return whether this server can write Word documents."""
    return find_spec("docx") is not None


def write_report_document(report: ReportDocument, template: Path) -> bytes:
    """Return the template with its blocks filled; a block without a text takes its paragraph along.

    :raises ValueError: if the template names a block that there is not.
    """
    from docx import Document

    document: Any = Document(str(template))
    for paragraph in _paragraphs(document):
        names = _BLOCK.findall(paragraph.text)
        unknown = sorted(set(names) - {*TEXTS, *LISTS, TABLE})
        if unknown:
            raise ValueError(f"The template {template.name} names blocks that there are not: {', '.join(unknown)}.")
        if TABLE in names:
            _fill_table(document, paragraph, report)
        elif found := [name for name in names if name in LISTS]:
            _fill_list(paragraph, report.lists.get(found[0], ()))
        elif names:
            _fill_texts(paragraph, names, report.texts)
    out = io.BytesIO()
    document.save(out)
    return _dateless(out)


def _dateless(written: io.BytesIO) -> bytes:
    """Return the document without the moments at which its parts were packed: the same words give the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            again.writestr(zipfile.ZipInfo(name), packed.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _paragraphs(document: Any) -> list[Any]:
    """Return the paragraphs of the document, of its tables and of its heads and feet."""
    found = list(document.paragraphs)
    for table in document.tables:
        found += [paragraph for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    for section in document.sections:
        found += [*section.header.paragraphs, *section.footer.paragraphs]
    return found


def _fill_texts(paragraph: Any, names: Sequence[str], texts: Mapping[str, str]) -> None:
    if not any(texts.get(name) for name in names):
        _remove(paragraph)
        return
    filled = _BLOCK.sub(lambda block: texts.get(block[1], ""), paragraph.text)
    # A program splits a text into runs as it likes; the first one has the look of the block.
    first, *others = paragraph.runs
    first.text = _tidy(filled)
    for run in others:
        run.text = ""


def _fill_list(paragraph: Any, texts: Sequence[str]) -> None:
    whole = paragraph.text
    for text in texts:
        line = copy.deepcopy(paragraph._p)  # noqa: SLF001  # the library has no public way to repeat a paragraph
        paragraph._p.addprevious(line)  # noqa: SLF001
        own = type(paragraph)(line, paragraph._parent)  # noqa: SLF001
        before, _name, after = _BLOCK.split(whole, maxsplit=1)
        own.runs[0].text = f"{before}{_tidy(text)}{after}"
        for run in own.runs[1:]:
            run.text = ""
    _remove(paragraph)


def _fill_table(document: Any, paragraph: Any, report: ReportDocument) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    if not report.rows:
        _remove(paragraph)
        return
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    table = document.add_table(rows=1 + len(report.rows), cols=len(report.heads))
    table.style = "Table Grid"
    table.autofit = False
    whole = sum(report.widths)
    for number, (row, cells) in enumerate(zip(table.rows, [report.heads, *report.rows], strict=True)):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # neither property has a public name in the library
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = room * report.widths[column] // whole
            line = cell.paragraphs[0]
            line.style = "Report Table"
            line.add_run(_tidy(text)).bold = number == 0
            if number == 0:
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif column in report.numbers:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for column, share in zip(table.columns, report.widths, strict=True):
        column.width = room * share // whole
    paragraph._p.addprevious(table._tbl)  # noqa: SLF001  # the library adds tables at the end only
    _remove(paragraph)


def _remove(paragraph: Any) -> None:
    """Take a paragraph out; a cell keeps one, because it must have one."""
    element = paragraph._p  # noqa: SLF001
    if element.getparent().tag.endswith("}tc") and len(element.getparent().findall(element.tag)) == 1:
        for run in paragraph.runs:
            run.text = ""
        return
    element.getparent().remove(element)


def _tidy(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
